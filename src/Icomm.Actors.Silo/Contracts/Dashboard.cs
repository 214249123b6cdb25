using System.Collections.Immutable;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What a part of an answer is as of.</summary>
public enum AsOfKind
{
    /// <summary>Everything that was synced.</summary>
    Live,

    /// <summary>The last refresh.</summary>
    Refresh,
}

/// <summary>As of when something is.</summary>
/// <param name="At">Of a refresh, when it ended. Live, the last successful sync of the database's integration, or when messages that its store pushed were last applied; of several integrations the oldest; absent as long as one of them has never succeeded.</param>
/// <param name="Day">Of a refresh, the day at whose end the indicators are; live, the day of <c>at</c>. In the database's time zone.</param>
public sealed record AsOfResponse(AsOfKind Kind, DateTimeOffset? At, DateOnly? Day);

/// <summary>What a database's dashboard shows. Parts as of the last refresh are absent before the first, and from a change of the currency to the next.</summary>
public sealed record DashboardResponse
{
    /// <summary>30, 60, 90, 180, 360, 360plus or lifetime: what summary and matrix are about.</summary>
    public required string Window { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    public SummaryResponse? Summary { get; init; }

    public required MonthlyRevenueResponse RevenueByMonth { get; init; }

    /// <summary>By the number of purchases that contain them.</summary>
    public required TopTermsResponse TopProducts { get; init; }

    /// <inheritdoc cref="TopProducts"/>
    public required TopTermsResponse TopCategories { get; init; }

    /// <inheritdoc cref="TopProducts"/>
    public required TopTermsResponse TopBrands { get; init; }

    public MatrixResponse? Matrix { get; init; }

    public SegmentSizesResponse? Segments { get; init; }
}

/// <summary>The window in figures.</summary>
public sealed record SummaryResponse
{
    public required AsOfResponse AsOf { get; init; }

    /// <summary>Profiles with a purchase in the window.</summary>
    public required long Customers { get; init; }

    /// <summary>Of those, the ones whose first purchase lies in the window; absent for 360plus and lifetime, which have no beginning.</summary>
    public long? NewCustomers { get; init; }

    /// <summary>Of those, the ones who had bought before; absent for 360plus and lifetime.</summary>
    public long? ReturningCustomers { get; init; }

    /// <summary>Profiles that never purchased, whatever the window.</summary>
    public required long Prospects { get; init; }

    public required long Purchases { get; init; }

    /// <summary>Of those, the ones in a currency that the database has no rate for: their amounts are set aside, in no revenue.</summary>
    public required long PurchasesSetAside { get; init; }

    public required decimal Revenue { get; init; }

    /// <summary>Revenue by purchase, without those whose amounts are set aside; absent when there is no other.</summary>
    public decimal? AverageTicket { get; init; }

    /// <summary>Units bought.</summary>
    public required decimal Items { get; init; }

    internal static SummaryResponse From(AsOfResponse asOf, PeriodTotals totals, long prospects, bool hasBeginning)
    {
        var revenue = (decimal)totals.Amount / 10_000m;
        return new SummaryResponse
        {
            AsOf = asOf,
            Customers = totals.Customers,
            NewCustomers = hasBeginning ? totals.NewCustomers : null,
            ReturningCustomers = hasBeginning ? totals.Customers - totals.NewCustomers : null,
            Prospects = prospects,
            Purchases = totals.Purchases,
            PurchasesSetAside = totals.SetAside,
            Revenue = revenue,
            AverageTicket = totals.Purchases == totals.SetAside ? null : decimal.Round(revenue / (totals.Purchases - totals.SetAside), 4),
            Items = (decimal)totals.Units / 10_000m,
        };
    }
}

/// <summary>Live: what was bought in each calendar month.</summary>
/// <param name="Months">From the earliest; months in which nothing was bought are left out.</param>
public sealed record MonthlyRevenueResponse(AsOfResponse AsOf, ImmutableArray<MonthResponse> Months);

/// <param name="Month">As 2026-01, in the database's time zone.</param>
/// <param name="Purchases">In every currency.</param>
/// <param name="Revenue">In the database's currency, others converted by the database's present rates.</param>
/// <param name="SetAside">Revenue in currencies without a rate, by currency; in no sum.</param>
/// <param name="NewCustomers">Customers whose first purchase was in the month.</param>
public sealed record MonthResponse(string Month, long Purchases, decimal Revenue, IReadOnlyDictionary<string, decimal> SetAside, long NewCustomers);

/// <summary>Live: what was in most purchases of the months asked for.</summary>
public sealed record TopTermsResponse(AsOfResponse AsOf, ImmutableArray<TermResponse> Items);

/// <param name="IntegrationId">Whose product or category it is; absent for brands, which belong to no integration.</param>
/// <param name="Purchases">That contain it.</param>
public sealed record TermResponse(string? IntegrationId, string Id, string Name, long Purchases);

/// <summary>The customers of the window by recency and frequency score.</summary>
/// <param name="Cells">At most 25; empty ones are left out.</param>
public sealed record MatrixResponse(AsOfResponse AsOf, ImmutableArray<MatrixCellResponse> Cells);

/// <param name="R">Recency score, 1 to 5.</param>
/// <param name="F">Frequency score, 1 to 5.</param>
public sealed record MatrixCellResponse(int R, int F, long Customers, long Purchases, decimal Revenue);

/// <summary>Everybody by segment, largest first; purchases and revenue over all time.</summary>
public sealed record SegmentSizesResponse(AsOfResponse AsOf, ImmutableArray<SegmentSizeResponse> Items);

/// <summary>One segment: who is in it, and what they bought in all.</summary>
public sealed record SegmentSizeResponse(string Segment, long Customers, long Purchases, decimal Revenue);
