using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>One order as a profile keeps it.</summary>
/// <param name="PlacedAt">UTC.</param>
/// <param name="UpdatedAt">When the store last changed it, UTC.</param>
/// <param name="Amount">Total minus refunds in <paramref name="Currency"/>.</param>
/// <param name="Terms">What was bought; empty unless it counts as a purchase.</param>
public sealed record ProfileOrder(
    string IntegrationId,
    string OrderId,
    string? Number,
    DateTimeOffset PlacedAt,
    DateTimeOffset UpdatedAt,
    OrderStatus Status,
    bool IsPurchase,
    string Currency,
    Money Amount,
    Quantity Units,
    ImmutableArray<ProfileTerm> Terms);

/// <param name="Kind"><c>product</c>, <c>category</c>, <c>brand</c> or <c>coupon</c>.</param>
public sealed record ProfileTerm(string Kind, string Id, string Name);
