using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// The tables <c>enriched_profiles</c>, <c>enriched_lists</c> and <c>changed_profiles</c>: the passes that read. How changed rows are found and written is each dialect's own.
/// </summary>
internal abstract class SqlMasterDataStore(ISqlDatabase database) : IMasterDataStore
{
    private const string InRange = "database_key = ?1 AND profile_key > ?2 AND profile_key <= ?3";

    // Both parts come in the order of keys, and so does their union: nothing is sorted.
    private const string SelectKeys = """
        SELECT profile_key FROM enriched_profiles WHERE database_key = ?1
        UNION
        SELECT profile_key FROM changed_profiles WHERE database_key = ?1
        ORDER BY profile_key
        """;

    private const string SelectHasDue = """
        SELECT EXISTS (SELECT 1 FROM changed_profiles WHERE database_key = ?1)
            OR EXISTS (SELECT 1 FROM enriched_profiles WHERE database_key = ?1 AND (evaluated_on > ?2 OR next_change_on <= ?2 OR settings_stamp <> ?3))
        """;

    private static readonly string SelectValues = $"SELECT profile_key, {EnrichedColumns.List(EnrichedColumns.Values)} FROM enriched_profiles WHERE {InRange} ORDER BY profile_key";

    private static readonly string SelectScores =
        $"SELECT profile_key, content_hash, problem, {EnrichedColumns.List(EnrichedColumns.Values, EnrichedColumns.Scores)} FROM enriched_profiles WHERE {InRange} ORDER BY profile_key";

    public Task<ImmutableArray<ProfileRange>> PlanRangesAsync(string account, string databaseId, int profilesPerRange, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(profilesPerRange, 1);
        return database.ReadAsync(session => PlanRanges(session, account, databaseId, profilesPerRange), cancellationToken);
    }

    public Task<bool> HasDueAsync(string account, string databaseId, RefreshPlan plan, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                return false;
            var select = session.Statement(SelectHasDue).Bind(1, databaseKey).Bind(2, plan.AsOf).Bind(3, plan.SettingsStamp);
            try
            {
                return select.Step() && select.GetBoolean(0);
            }
            finally
            {
                select.Reset();
            }
        },
        cancellationToken);

    public Task<MasterDataValues> ReadValuesAsync(string account, string databaseId, ProfileRange range, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync(
            session =>
            {
                if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                    return new MasterDataValues([], null);
                var select = Range(session, SelectValues, databaseKey, range, after);
                try
                {
                    var values = new ValueBuffer();
                    long? last = null;
                    while (select.Step())
                    {
                        if (values.Rows == limit)
                            return new MasterDataValues(values.ToArray(), last);
                        EnrichedColumns.ReadValues(select, 1, values.Next());
                        last = select.GetInt64(0);
                    }

                    return new MasterDataValues(values.ToArray(), null);
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
    }

    public Task<ImmutableArray<ScoredRow>> ReadScoresAsync(string account, string databaseId, ProfileRange range, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync(
            session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey) ? ReadScores(session, databaseKey, range, after, limit) : [], cancellationToken);
    }

    public abstract Task<MasterDataBatch> ReadDueAsync(
        string account, string databaseId, ProfileRange range, long after, RefreshPlan plan, int limit, CancellationToken cancellationToken);

    public abstract Task SaveAsync(string account, string databaseId, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone, CancellationToken cancellationToken);

    public abstract Task SaveScoresAsync(string account, string databaseId, IReadOnlyList<RowScores> scores, CancellationToken cancellationToken);

    private static ImmutableArray<ProfileRange> PlanRanges(SqlSession session, string account, string databaseId, int profilesPerRange)
    {
        if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
            return [];
        var ranges = ImmutableArray.CreateBuilder<ProfileRange>();
        var select = session.Statement(SelectKeys).Bind(1, databaseKey);
        try
        {
            var (start, previous, count) = (0L, 0L, 0);
            while (select.Step())
            {
                if (count == profilesPerRange)
                {
                    ranges.Add(new ProfileRange(start, previous));
                    (start, count) = (previous, 0);
                }

                previous = select.GetInt64(0);
                count++;
            }

            if (count > 0)
                ranges.Add(new ProfileRange(start, long.MaxValue));
            return ranges.DrainToImmutable();
        }
        finally
        {
            select.Reset();
        }
    }

    private static ImmutableArray<ScoredRow> ReadScores(SqlSession session, long databaseKey, ProfileRange range, long after, int limit)
    {
        const int Values = 3;
        var rows = ImmutableArray.CreateBuilder<ScoredRow>();
        var select = Range(session, SelectScores, databaseKey, range, after);
        try
        {
            while (rows.Count < limit && select.Step())
            {
                var key = select.GetInt64(0);
                var values = new RfmValues[RfmPeriods.Count];
                EnrichedColumns.ReadValues(select, Values, values);
                rows.Add(new ScoredRow
                {
                    Key = key,
                    ContentHash = select.GetInt64(1),
                    HasProblem = !select.IsNull(2),
                    Values = values,
                    Scores = EnrichedColumns.ReadScores(select, key, Values + EnrichedColumns.Values.Length, session.Texts),
                });
            }

            return rows.DrainToImmutable();
        }
        finally
        {
            select.Reset();
        }
    }

    private static SqlStatement Range(SqlSession session, string sql, long databaseKey, ProfileRange range, long after) =>
        session.Statement(sql).Bind(1, databaseKey).Bind(2, Math.Max(after, range.After)).Bind(3, range.To);
}
