using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Publishing;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Everything that is held on a person.</summary>
public sealed record PersonExportResponse
{
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>Indicators and scores as of today, and what each store says of the person.</summary>
    public required ProfileResponse Profile { get; init; }

    /// <summary>Every order of every state, by when it was placed.</summary>
    public required IReadOnlyList<PersonOrderResponse> Orders { get; init; }

    /// <summary>What is left of older orders of which totals are kept and nothing else; they are in the profile's figures.</summary>
    public required IReadOnlyList<PurchaseResponse> FoldedPurchases { get; init; }

    /// <summary>Publications that sent the person to a receiver.</summary>
    public required IReadOnlyList<PersonPublicationResponse> Publications { get; init; }

    /// <summary>Records that could not be used and name the person.</summary>
    public required IAsyncEnumerable<RejectedRecordResponse> RejectedRecords { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(PersonExportResponse);
}

/// <summary>An order as it is kept.</summary>
/// <param name="UpdatedAt">When the store last changed it.</param>
/// <param name="IsPurchase">Whether it counts: paid, not cancelled, not wholly refunded.</param>
/// <param name="Amount">Total minus refunds, in its own currency.</param>
/// <param name="Terms">Products, categories, brands and coupons; empty unless the order counts as a purchase.</param>
public sealed record PersonOrderResponse(
    string IntegrationId,
    string OrderId,
    string? Number,
    DateTimeOffset PlacedAt,
    DateTimeOffset UpdatedAt,
    OrderStatus Status,
    bool IsPurchase,
    string Currency,
    decimal Amount,
    decimal Items,
    ImmutableArray<ProfileTerm> Terms)
{
    internal static PersonOrderResponse From(ProfileOrder order) => new(
        order.IntegrationId, order.OrderId, order.Number, order.PlacedAt, order.UpdatedAt, order.Status, order.IsPurchase, order.Currency, order.Amount.ToDecimal(), order.Units.ToDecimal(), order.Terms);
}

/// <summary>A publication that sent the person, or tried to.</summary>
/// <param name="AsOf">The day, in the database's time zone, as of which the receiver has the person; absent when it never accepted them.</param>
/// <param name="Refusal">Why the receiver refused the person, unless it has accepted them since.</param>
public sealed record PersonPublicationResponse(string Id, string? Name, string? Type, DateOnly? AsOf, PersonRefusalResponse? Refusal)
{
    internal static PersonPublicationResponse From(SentProfile sent) =>
        new(sent.PublicationId, sent.Name, sent.Type, sent.AsOf, sent.Refusal is { } refusal ? new PersonRefusalResponse(refusal.Code, refusal.Message, refusal.At) : null);
}

public sealed record PersonRefusalResponse(string Code, string Message, DateTimeOffset At);
