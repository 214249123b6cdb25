using System.Text;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Writes rows of the master data, a column an array.</summary>
internal static class EnrichedTables
{
    private static readonly string UpsertRows = $"""
        INSERT INTO enriched_profiles (database_key, profile_key, {EnrichedColumns.List(EnrichedColumns.Content)})
        SELECT $1, {Of("u", EnrichedColumns.Content.Insert(0, "profile_key"))}
        FROM unnest({PostgresCommands.Parameters(2, EnrichedColumns.Content.Length + 1)}) AS u (profile_key, {EnrichedColumns.List(EnrichedColumns.Content)})
        ON CONFLICT (database_key, profile_key) DO UPDATE SET {string.Join(", ", EnrichedColumns.Content.Select(column => $"{column} = excluded.{column}"))}
        """;

    // What is there and the same isn't written again: lists change less often than numbers, and are most of a row.
    private const string UpsertLists = """
        INSERT INTO enriched_lists (profile_key, lists) SELECT u.profile_key, u.lists FROM unnest($1, $2) AS u (profile_key, lists)
        ON CONFLICT (profile_key) DO UPDATE SET lists = excluded.lists WHERE enriched_lists.lists <> excluded.lists
        """;

    private static readonly string UpdateScores = $"""
        UPDATE enriched_profiles e SET ({EnrichedColumns.List(EnrichedColumns.Scores)}) = ROW({Of("u", EnrichedColumns.Scores)})
        FROM unnest({PostgresCommands.Parameters(2, EnrichedColumns.Scores.Length + 1)}) AS u (profile_key, {EnrichedColumns.List(EnrichedColumns.Scores)})
        WHERE e.database_key = $1 AND e.profile_key = u.profile_key AND ({Of("e", EnrichedColumns.Scores)}) IS DISTINCT FROM ({Of("u", EnrichedColumns.Scores)})
        """;

    // Held to the commit, and in the order in which profiles are written: a profile that is being written is waited for, so that its mark is not taken off unseen.
    private const string LockProfiles = "SELECT profile_key, version FROM profiles WHERE profile_key IN (SELECT unnest(?1)) ORDER BY database_key, profile_id FOR SHARE";

    private const string Mark = "INSERT INTO changed_profiles (database_key, profile_key) SELECT ?1, u.profile_key FROM unnest(?2) AS u (profile_key) ORDER BY u.profile_key ON CONFLICT DO NOTHING";

    private const string Unmark = "DELETE FROM changed_profiles WHERE database_key = ?1 AND profile_key IN (SELECT unnest(?2))";

    public static int Save(PostgresSession session, long databaseKey, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone)
    {
        if (rows.Count > 0)
        {
            var versions = Lock(session, rows);
            SaveLists(session, rows);
            PostgresCommands.Execute(session.Connection, UpsertRows, [databaseKey, PostgresCommands.Column(rows, row => row.Key), .. Content(rows)]);

            // A row of a version that isn't the profile's any more, or of a profile that is gone, must be looked at again, whoever wrote it and however late.
            var current = rows.ToLookup(row => versions.GetValueOrDefault(row.Key) == row.StateVersion, row => row.Key);
            session.Statement(Unmark).Bind(1, databaseKey).Bind(2, [.. current[true]]).Execute();
            session.Statement(Mark).Bind(1, databaseKey).Bind(2, [.. current[false]]).Execute();
        }

        if (gone.Count > 0)
        {
            object keys = gone.ToArray();
            foreach (var (sql, isByDatabase) in PostgresLeftovers.OfProfiles)
                PostgresCommands.Execute(session.Connection, sql, isByDatabase ? [keys, Enumerable.Repeat(databaseKey, gone.Count).ToArray()] : [keys]);
            session.Statement(Unmark).Bind(1, databaseKey).Bind(2, gone).Execute();
        }

        return rows.Count + gone.Count;
    }

    /// <summary>Writes the scores of rows where they differ.</summary>
    public static int SaveScores(PostgresSession session, long databaseKey, IReadOnlyList<RowScores> scores)
    {
        var columns = new List<object> { databaseKey, PostgresCommands.Column(scores, row => row.Key) };
        for (var period = 0; period < RfmPeriods.Count; period++)
        {
            var at = period;
            columns.Add(PostgresCommands.Column(scores, row => row.Codes[at]));
        }

        columns.Add(PostgresCommands.Column(scores, row => row.Group));
        columns.Add(PostgresCommands.Column(scores, row => row.Segment));
        columns.Add(PostgresCommands.Column(scores, row => row.PreviousSegment));
        columns.Add(PostgresCommands.Column(scores, row => row.SegmentChangedOn));
        columns.Add(PostgresCommands.Column(scores, row => row.SegmentChangedIn));
        columns.Add(PostgresCommands.Column(scores, row => row.Fingerprint));
        return PostgresCommands.Execute(session.Connection, UpdateScores, [.. columns]);
    }

    private static string Of(string alias, IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"{alias}.{column}"));

    private static Dictionary<long, long> Lock(PostgresSession session, IReadOnlyList<EnrichedProfile> rows)
    {
        var versions = new Dictionary<long, long>(rows.Count);
        var select = session.Statement(LockProfiles).Bind(1, PostgresCommands.Column(rows, row => row.Key));
        try
        {
            while (select.Step())
                versions.Add(select.GetInt64(0), select.GetInt64(1));
            return versions;
        }
        finally
        {
            select.Reset();
        }
    }

    private static void SaveLists(PostgresSession session, IReadOnlyList<EnrichedProfile> rows)
    {
        EnrichedProfile[] some = [.. rows.Where(row => row.Lists.Length > EnrichedRows.NoLists.Length)];
        if (some.Length > 0)
        {
            PostgresCommands.Execute(
                session.Connection, UpsertLists, PostgresCommands.Column(some, row => row.Key), PostgresCommands.Column(some, row => PostgresText.Of(Encoding.UTF8.GetString(row.Lists.Span))));
        }

        session.Statement("DELETE FROM enriched_lists WHERE profile_key IN (SELECT unnest(?1))").Bind(1, [.. rows.Where(row => row.Lists.Length <= EnrichedRows.NoLists.Length).Select(row => row.Key)]).Execute();
    }

    /// <summary>In the order of <see cref="EnrichedColumns.Content"/>.</summary>
    private static List<object> Content(IReadOnlyList<EnrichedProfile> rows)
    {
        List<object> columns =
        [
            PostgresCommands.Column(rows, row => row.ProfileId),
            PostgresCommands.Column(rows, row => row.StateVersion),
            PostgresCommands.Column(rows, row => PostgresText.Of(row.Email)),
            PostgresCommands.Column(rows, row => PostgresText.Of(row.FirstName)),
            PostgresCommands.Column(rows, row => PostgresText.Of(row.LastName)),
            PostgresCommands.Column(rows, row => row.EvaluatedOn),
            PostgresCommands.Column(rows, row => row.NextChangeOn),
            PostgresCommands.Column(rows, row => row.SettingsStamp),
            PostgresCommands.Column(rows, row => DayOrNull(row.FirstPurchaseOn)),
            PostgresCommands.Column(rows, row => DayOrNull(row.LastPurchaseOn)),
            PostgresCommands.Column(rows, row => DayOrNull(row.Periods[(int)RfmPeriod.Over360].LastDay)),
            PostgresCommands.Column(rows, row => row.LastPurchaseAmount),
            PostgresCommands.Column(rows, row => row.ContentHash),
            PostgresCommands.Column(rows, row => row.ProblemCode),
        ];
        AddByPeriod(metrics => metrics.Purchases);
        AddByPeriod(metrics => metrics.Amount);
        AddByPeriod(metrics => metrics.Units);
        AddByPeriod(metrics => metrics.Average);
        AddByPeriod(metrics => metrics.SetAside);
        return columns;

        void AddByPeriod<TValue>(Func<PeriodMetrics, TValue> value)
        {
            for (var period = 0; period < RfmPeriods.Count; period++)
            {
                var at = period;
                columns.Add(PostgresCommands.Column(rows, row => value(row.Periods[at])));
            }
        }
    }

    private static int? DayOrNull(int day) => day == 0 ? null : day;
}
