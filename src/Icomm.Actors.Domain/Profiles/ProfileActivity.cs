using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>What a change of a profile means for the database's sums: dashboards add these up instead of going through all profiles.</summary>
public sealed record ProfileActivity
{
    public static readonly ProfileActivity None = new();

    /// <summary>Purchases that came to count, and those that no longer do; a corrected purchase is one of each. Folding posts nothing: what is folded still counts.</summary>
    public ImmutableArray<PurchasePosting> Postings { get; init; } = [];

    /// <summary>UTC; null when there was no purchase.</summary>
    public DateTimeOffset? FirstPurchaseBefore { get; init; }

    /// <summary>UTC; null when there is no purchase.</summary>
    public DateTimeOffset? FirstPurchaseAfter { get; init; }

    /// <summary>UTC; the first purchase of another profile that this one has taken in, and which is no customer of its own any more. Null unless profiles were merged.</summary>
    public DateTimeOffset? FirstPurchaseOfMerged { get; init; }

    public bool IsEmpty => Postings.IsEmpty && FirstPurchaseOfMerged is null && FirstPurchaseBefore == FirstPurchaseAfter;
}

/// <summary>One purchase added to a database's sums, or taken off them.</summary>
/// <param name="Sign">+1 or -1.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="Amount">Total minus refunds in <paramref name="Currency"/>, of the one purchase: never negated.</param>
/// <param name="Units">Of the one purchase: never negated.</param>
/// <param name="Terms">Its products, categories and brands, each once; no coupons.</param>
public sealed record PurchasePosting(int Sign, DateTimeOffset PlacedAt, string Currency, Money Amount, Quantity Units, ImmutableArray<PostedTerm> Terms);

/// <param name="IntegrationId">Empty for brands, which belong to no integration.</param>
public readonly record struct PostedTerm(PostedTermKind Kind, string IntegrationId, string Id, string Name);

/// <summary>The numbers are stored: never renumber.</summary>
public enum PostedTermKind : byte
{
    Product = 1,
    Category = 2,
    Brand = 3,
}
