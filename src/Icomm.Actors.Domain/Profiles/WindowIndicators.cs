using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>What the purchases of one window come to.</summary>
public sealed record WindowIndicators
{
    public required Window Window { get; init; }

    /// <summary>Names of the products bought, distinct by (integration, product id), most recently bought first.</summary>
    public required ImmutableArray<string> Products { get; init; }

    /// <summary>Names of the categories bought from, distinct by (integration, category id), most recently bought first.</summary>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>Discount codes used, distinct as typed, most recent first.</summary>
    public required ImmutableArray<string> Coupons { get; init; }

    public required PurchaseTotals Totals { get; init; }

    /// <summary>
    /// Calendar day of the window's last purchase, in the database's zone; null without one. Of 360+ with <see cref="Databases.OlderWindowPolicy.OlderThan"/>, the last one
    /// older than 360 days.
    /// </summary>
    public DateOnly? LastPurchaseDate { get; init; }
}

/// <summary>Counts and sums over some purchases.</summary>
/// <param name="Purchases">How many.</param>
/// <param name="Units">Units bought and neither cancelled nor given back.</param>
/// <param name="Amount">
/// Total minus refunds, in the database's currency. Sums are exact per currency, each such sum is converted by its rate and rounded (half to even, four decimals), and the results are
/// added: <c>Σ_currency round(sum × rate)</c>. Folded purchases are known by their sums only, so no other rule gives the same figure before and after folding.
/// </param>
/// <param name="AmountsSetAside">Purchases in a currency without a rate: counted, their amounts in no sum.</param>
/// <param name="AverageAmount">Amount by purchase whose amount is in the sum, rounded half to even to four decimals; null when there is none.</param>
public readonly record struct PurchaseTotals(int Purchases, Quantity Units, Money Amount, int AmountsSetAside, Money? AverageAmount);
