using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>One of the purchases behind an indicator, or what is left of the folded ones: then <see cref="IsFolded"/>, and one entry stands for all of an integration and currency.</summary>
public sealed record ProfilePurchase
{
    public required string IntegrationId { get; init; }

    /// <summary>The store's id of the order; null for the sum of folded purchases.</summary>
    public string? OrderId { get; init; }

    /// <summary>The number a merchant sees, where the platform has one.</summary>
    public string? Number { get; init; }

    /// <summary>UTC; null for the sum of folded purchases.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>Calendar day in the database's zone.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Total minus refunds in <see cref="Currency"/>.</summary>
    public required Money Net { get; init; }

    /// <summary>ISO 4217 code of <see cref="Net"/>.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// <see cref="Net"/> in the database's currency, rounded; null when there is no rate. An indicator converts the sum of a currency at once (<see cref="PurchaseTotals"/>), so with
    /// several purchases in a foreign currency these figures may add up to some ten-thousandths more or less.
    /// </summary>
    public Money? Converted { get; init; }

    public required Quantity Units { get; init; }

    /// <summary>How many purchases this entry stands for: 1 unless folded.</summary>
    public int Purchases { get; init; } = 1;

    /// <summary>Only totals and sets are left of this: the orders themselves were folded (DESIGN §6).</summary>
    public bool IsFolded { get; init; }

    public ImmutableArray<string> Products { get; init; } = [];

    public ImmutableArray<string> Categories { get; init; } = [];

    public ImmutableArray<string> Brands { get; init; } = [];

    public ImmutableArray<string> Coupons { get; init; } = [];
}
