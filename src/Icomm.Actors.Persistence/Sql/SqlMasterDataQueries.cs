using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// Queries of the table <c>enriched_profiles</c>. There is no index but its key: each would be another page to write for every row of every refresh, and a pass over the narrow rows takes a
/// fraction of a second. What is summed is summed here and not by the database: SQLite's GROUP BY sorts the whole table first, and its sums end at 64 bits.
/// </summary>
internal sealed class SqlMasterDataQueries(ISqlDatabase database) : IMasterDataQueries
{
    public Task<MasterDataPage> ListAsync(string account, string databaseId, MasterDataQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        PageLimit.Check(query.Limit);
        MasterDataFilter.Check(query.Conditions);
        var sort = query.Sort is { } field ? MasterDataExpressions.Expression(field) : null;
        var cursor = query.Cursor is { } text ? MasterDataCursor.Decode(text, account, databaseId, query) : (MasterDataCursor?)null;
        return database.ReportAsync(
            session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey)
                ? Page(session, account, databaseId, databaseKey, query, sort, cursor)
                : new MasterDataPage([], null),
            cancellationToken);
    }

    public Task<long> CountAsync(string account, string databaseId, ImmutableArray<MasterDataCondition> conditions, CancellationToken cancellationToken)
    {
        MasterDataFilter.Check(conditions);
        return database.ReportAsync(
            session =>
            {
                if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                    return 0;
                var filter = new MasterDataFilter(conditions, session);
                using var select = session.Prepare($"SELECT count(*) FROM enriched_profiles WHERE {filter.Sql}");
                filter.Bind(select, databaseKey);
                return select.Step() ? select.GetInt64(0) : 0;
            },
            cancellationToken);
    }

    public Task<MasterDataRow?> FindAsync(string account, string databaseId, string profileId, CancellationToken cancellationToken) => database.ReportAsync(
        session =>
        {
            if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                return null;
            var select = session.Statement("SELECT profile_key FROM profiles WHERE database_key = ?1 AND profile_id = ?2").Bind(1, databaseKey).Bind(2, profileId);
            long profileKey;
            try
            {
                if (!select.Step())
                    return null;
                profileKey = select.GetInt64(0);
            }
            finally
            {
                select.Reset();
            }

            return EnrichedRows.Find(session, databaseKey, profileKey);
        },
        cancellationToken);

    public async Task<ImmutableArray<MatrixCell>> MatrixAsync(string account, string databaseId, RfmPeriod period, CancellationToken cancellationToken)
    {
        var code = EnrichedColumns.Of("rfm", period);
        var cells = await ScanAsync(
            account,
            databaseId,
            $"SELECT {code}, {EnrichedColumns.Of("purchases", period)}, {EnrichedColumns.Of("amount", period)} FROM enriched_profiles WHERE database_key = ?1 AND {code} > 0",
            static () => new MatrixCell[100],
            static (cells, row) =>
            {
                var score = RfmScore.OfCode(row.GetInt32(0));
                ref var cell = ref cells[10 * score.Recency + score.Frequency];
                cell = new MatrixCell(score.Recency, score.Frequency, cell.Customers + 1, cell.Purchases + row.GetInt64(1), cell.Amount + row.GetInt64(2));
            },
            cancellationToken).ConfigureAwait(false);
        return [.. cells.Where(cell => cell.Customers > 0)];
    }

    public async Task<ImmutableArray<SegmentSize>> SegmentsAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var texts = new TextCache();
        var segments = await ScanAsync(
            account,
            databaseId,
            "SELECT segment, purchases_lifetime, amount_lifetime FROM enriched_profiles WHERE database_key = ?1 AND segment IS NOT NULL AND problem IS NULL",
            static () => new Dictionary<string, SegmentSize>(StringComparer.Ordinal),
            (segments, row) =>
            {
                var name = texts.Get(row.GetUtf8(0));
                var size = segments.GetValueOrDefault(name);
                segments[name] = new SegmentSize(name, size.Customers + 1, size.Purchases + row.GetInt64(1), size.Amount + row.GetInt64(2));
            },
            cancellationToken).ConfigureAwait(false);
        return [.. segments.Values.OrderByDescending(size => size.Customers).ThenBy(size => size.Segment, StringComparer.Ordinal)];
    }

    public async Task<PeriodTotals> TotalsAsync(string account, string databaseId, RfmPeriod period, int newSince, CancellationToken cancellationToken)
    {
        var totals = await ScanAsync(
            account,
            databaseId,
            $"""
            SELECT {EnrichedColumns.Of("purchases", period)}, first_purchase_on, {EnrichedColumns.Of("amount", period)}, {EnrichedColumns.Of("items", period)}, {EnrichedColumns.Of("set_aside", period)}
            FROM enriched_profiles WHERE database_key = ?1
            """,
            static () => new StrongBox<PeriodTotals>(),
            (sum, row) =>
            {
                var purchases = row.GetInt64(0);
                ref var totals = ref sum.Value;
                totals = purchases == 0
                    ? totals with { Profiles = totals.Profiles + 1 }
                    : new PeriodTotals(
                        totals.Profiles + 1,
                        totals.Customers + 1,
                        totals.NewCustomers + (row.GetInt32(1) >= newSince ? 1 : 0),
                        totals.Purchases + purchases,
                        totals.Amount + row.GetInt64(2),
                        totals.Units + row.GetInt64(3),
                        totals.SetAside + row.GetInt64(4));
            },
            cancellationToken).ConfigureAwait(false);
        return totals.Value;
    }

    private static MasterDataPage Page(
        SqlSession session, string account, string databaseId, long databaseKey, MasterDataQuery query, string? sort, MasterDataCursor? cursor)
    {
        var filter = new MasterDataFilter(query.Conditions, session);
        if (cursor is { } position)
            filter.And(After(filter, sort, query.IsDescending, position.IsLookedUp ? LookUp(session, databaseKey, sort, position) : position));

        // Keys first: what is sorted stays small. Rows without a value come last, whichever way it is sorted.
        var way = query.IsDescending ? "DESC" : "ASC";
        var order = sort is null ? $"profile_key {way}" : $"{sort} IS NULL, {sort} {way}, profile_key";
        var isPersonal = query.Sort is { } field && MasterDataExpressions.IsPersonal(field.Column);
        var keys = new List<(long Key, object? Value)>();
        using (var select = session.Prepare($"SELECT profile_key, {sort ?? "NULL"} FROM enriched_profiles WHERE {filter.Sql} ORDER BY {order} LIMIT {filter.Parameter(query.Limit + 1L)}"))
        {
            filter.Bind(select, databaseKey);
            while (select.Step())
                keys.Add((select.GetInt64(0), isPersonal || select.IsNull(1) ? null : query.Sort is { } by && MasterDataExpressions.IsText(by.Column) ? select.GetText(1) : select.GetInt64(1)));
        }

        var hasMore = keys.Count > query.Limit;
        if (hasMore)
            keys.RemoveAt(query.Limit);
        var rows = EnrichedRows.Find(session, databaseKey, [.. keys.Select(key => key.Key)]);
        return new MasterDataPage(
            [.. keys.Select(key => rows[key.Key])],
            hasMore ? new MasterDataCursor(keys[^1].Key, keys[^1].Value, isPersonal).Encode(account, databaseId, query) : null);
    }

    /// <summary>The condition for what comes after a position in the order of the page.</summary>
    private static string After(MasterDataFilter filter, string? sort, bool isDescending, MasterDataCursor position)
    {
        var key = filter.Parameter(position.Key);
        if (sort is null)
            return $"profile_key {(isDescending ? '<' : '>')} {key}";
        if (position.Value is null)
            return $"{sort} IS NULL AND profile_key > {key}";
        var value = filter.Parameter(position.Value);
        return $"{sort} {(isDescending ? '<' : '>')} {value} OR ({sort} = {value} AND profile_key > {key}) OR {sort} IS NULL";
    }

    private static MasterDataCursor LookUp(SqlSession session, long databaseKey, string? sort, MasterDataCursor cursor)
    {
        if (sort is null)
            throw MasterDataCursor.Invalid();
        using var select = session.Prepare($"SELECT {sort} FROM enriched_profiles WHERE database_key = ?1 AND profile_key = ?2");
        select.Bind(1, databaseKey).Bind(2, cursor.Key);
        return select.Step() ? cursor with { Value = select.GetTextOrNull(0) } : throw MasterDataCursor.Invalid();
    }

    /// <param name="sql">One of few: it stays prepared. Its first parameter is the database's key.</param>
    /// <param name="begin">Makes what <paramref name="take"/> adds up in: anew each time, for a scan may be run again.</param>
    private Task<TSum> ScanAsync<TSum>(string account, string databaseId, string sql, Func<TSum> begin, Action<TSum, SqlStatement> take, CancellationToken cancellationToken) =>
        database.ReportAsync(
            session =>
            {
                var sum = begin();
                if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                    return sum;
                var select = session.Statement(sql).Bind(1, databaseKey);
                try
                {
                    while (select.Step())
                        take(sum, select);
                    return sum;
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
}
