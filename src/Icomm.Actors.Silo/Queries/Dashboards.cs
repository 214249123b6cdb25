using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Puts dashboards together: sums that are live, and figures of the last refresh.</summary>
internal sealed class Dashboards(IActivityQueries activity, IMasterDataQueries rows, IIntegrationIndex integrations, IInboxStore inboxes, LastSuccesses successes)
{
    /// <param name="refresh">The last one; null before the first. With another currency than the database has now, its figures are left out.</param>
    /// <param name="limit">Of each list of products, categories and brands.</param>
    public async Task<DashboardResponse> OfAsync(
        DatabaseRow database, CompletedRefreshStatus? refresh, RfmPeriod period, MonthRange months, int limit, CancellationToken cancellationToken)
    {
        var live = await LiveAsOfAsync(database, cancellationToken);
        var response = new DashboardResponse
        {
            Window = PeriodNames.Of(period),
            Currency = database.Settings.Currency,
            RevenueByMonth = await RevenueAsync(database, live, months, cancellationToken),
            TopProducts = await TopAsync(database, live, PostedTermKind.Product, months, limit, cancellationToken),
            TopCategories = await TopAsync(database, live, PostedTermKind.Category, months, limit, cancellationToken),
            TopBrands = await TopAsync(database, live, PostedTermKind.Brand, months, limit, cancellationToken),
        };
        return refresh is null || RefreshedRows.Of(database, refresh).Currency != response.Currency ? response : await WithRefreshAsync(response, database, refresh, period, cancellationToken);
    }

    private async Task<DashboardResponse> WithRefreshAsync(
        DashboardResponse response, DatabaseRow database, CompletedRefreshStatus refresh, RfmPeriod period, CancellationToken cancellationToken)
    {
        var (account, id) = (database.Account, database.DatabaseId);
        var asOf = new AsOfResponse(AsOfKind.Refresh, refresh.EndedAt, refresh.AsOf);
        var beginning = PeriodNames.FirstDayOf(period, refresh.AsOf);
        var totals = await rows.TotalsAsync(account, id, period, beginning?.DayNumber ?? int.MaxValue, cancellationToken);
        var matrix = await rows.MatrixAsync(account, id, period, cancellationToken);
        var segments = await rows.SegmentsAsync(account, id, cancellationToken);
        return response with
        {
            Summary = SummaryResponse.From(asOf, totals, segments.FirstOrDefault(size => size.Segment == RfmGroups.Prospects).Customers, beginning is not null),
            Matrix = new MatrixResponse(
                asOf, [.. matrix.Select(cell => new MatrixCellResponse(cell.Recency, cell.Frequency, cell.Customers, cell.Purchases, Major(cell.Amount)))]),
            Segments = new SegmentSizesResponse(
                asOf, [.. segments.Select(size => new SegmentSizeResponse(size.Segment, size.Customers, size.Purchases, Major(size.Amount)))]),
        };
    }

    private async Task<MonthlyRevenueResponse> RevenueAsync(DatabaseRow database, AsOfResponse live, MonthRange months, CancellationToken cancellationToken)
    {
        var sums = await activity.MonthsAsync(database.Account, database.DatabaseId, cancellationToken);
        var newCustomers = await activity.NewCustomersAsync(database.Account, database.DatabaseId, cancellationToken);
        var byMonth = newCustomers.ToDictionary(entry => entry.Month, entry => entry.Customers);
        return new MonthlyRevenueResponse(live,
        [
            .. from sum in sums
               where months.Contains(sum.Month)
               group sum by sum.Month into month
               orderby month.Key
               select Month(month.Key, [.. month], byMonth.GetValueOrDefault(month.Key), database.Settings),
        ]);
    }

    private async Task<TopTermsResponse> TopAsync(
        DatabaseRow database, AsOfResponse live, PostedTermKind kind, MonthRange months, int limit, CancellationToken cancellationToken)
    {
        var terms = await activity.TopAsync(database.Account, database.DatabaseId, kind, months.From, months.To, limit, cancellationToken);
        return new TopTermsResponse(
            live, [.. terms.Select(term => new TermResponse(term.IntegrationId.Length == 0 ? null : term.IntegrationId, term.Id, term.Name, term.Purchases))]);
    }

    /// <summary>What feeds the database, as of its oldest part: the newest order of one shop says nothing about another.</summary>
    private async Task<AsOfResponse> LiveAsOfAsync(DatabaseRow database, CancellationToken cancellationToken)
    {
        IntegrationRow[] fed = [.. (await integrations.ListAsync(database.Account, cancellationToken)).Where(row => row.Record.Definition?.DatabaseId == database.DatabaseId)];
        var pushed = fed.Any(row => successes.IsPushed(row.Record.Definition!))
            ? (await inboxes.ListAsync(database.Account, cancellationToken)).ToDictionary(inbox => inbox.Integration.IntegrationId)
            : [];
        var syncs = fed.Select(row => successes.Of(row.IntegrationId, row.Record.Definition!, row.Record.LastSuccessAt, pushed.GetValueOrDefault(row.IntegrationId))).ToArray();
        var oldest = syncs.Any(sync => sync is null) ? null : syncs.Min();
        return new AsOfResponse(AsOfKind.Live, oldest, oldest is { } at ? CalendarZone.Get(database.Settings.TimeZone).DateOf(at) : null);
    }

    private static MonthResponse Month(DateOnly month, ImmutableArray<MonthActivity> sums, long newCustomers, DatabaseSettings settings)
    {
        var rates = sums.ToDictionary(sum => sum.Currency, sum => settings.RateOf(sum.Currency) ?? 0m);
        return new MonthResponse(
            MonthRange.NameOf(month),
            sums.Sum(sum => sum.Purchases),

            // Each currency's sum is converted and rounded as a whole, as in the indicators.
            sums.Sum(sum => decimal.Round(Major(sum.Amount) * rates[sum.Currency], 4)),
            sums.Where(sum => rates[sum.Currency] == 0).ToImmutableSortedDictionary(sum => sum.Currency, sum => Major(sum.Amount), StringComparer.Ordinal),
            newCustomers);
    }

    private static decimal Major(Int128 tenThousandths) => (decimal)tenThousandths / 10_000m;
}
