using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Writes evaluated rows and removes those of profiles that are gone.</summary>
internal sealed class SaveEnriched(string account, string databaseId, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone) : WriteOperation<bool>
{
    private const int FirstMetric = 17; // parameter after the fourteen of the profile and the two of the key

    private static readonly string Upsert = $"""
        INSERT INTO enriched_profiles (database_key, profile_key, {EnrichedColumns.List(EnrichedColumns.Content)})
        VALUES ({string.Join(", ", Enumerable.Range(1, EnrichedColumns.Content.Length + 2).Select(number => $"?{number}"))})
        ON CONFLICT (database_key, profile_key) DO UPDATE SET {string.Join(", ", EnrichedColumns.Content.Select(column => $"{column} = excluded.{column}"))}
        """;

    // What is there and the same isn't written again: lists change less often than numbers, and are most of a row.
    private const string UpsertLists =
        "INSERT INTO enriched_lists (profile_key, lists) VALUES (?1, ?2) ON CONFLICT (profile_key) DO UPDATE SET lists = excluded.lists WHERE lists <> excluded.lists";

    // Every row is whole by itself, and its mark goes last: what is kept of a batch that fails in the middle is right.
    public override bool IsSingleStatement => true;

    protected override bool Write(SqliteSession session)
    {
        var databaseKey = DatabaseKeys.GetOrAdd(session, account, databaseId);
        foreach (var row in rows)
            Write(session, databaseKey, row);
        foreach (var key in gone)
        {
            ProfileLeftovers.Delete(session, databaseKey, key);
            ProfileLeftovers.Unmark(session, databaseKey, key);
        }

        return true;
    }

    private static void Write(SqliteSession session, long databaseKey, EnrichedProfile row)
    {
        WriteLists(session, row);
        WriteRow(session, databaseKey, row);

        // A row of a version that isn't the profile's any more, or of a profile that is gone, must be looked at again, whoever wrote it and however late.
        if (VersionOf(session, row.Key) == row.StateVersion)
        {
            ProfileLeftovers.Unmark(session, databaseKey, row.Key);
            session.Marked.Remove(databaseKey, row.ProfileId);
        }
        else
        {
            ProfileLeftovers.Mark(session, databaseKey, row.Key);
        }
    }

    private static void WriteLists(SqliteSession session, EnrichedProfile row)
    {
        if (row.Lists.Length > EnrichedRows.NoLists.Length)
            session.Statement(UpsertLists).Bind(1, row.Key).BindUtf8(2, row.Lists.Span).Execute();
        else
            session.Statement("DELETE FROM enriched_lists WHERE profile_key = ?1").Bind(1, row.Key).Execute();
    }

    private static void WriteRow(SqliteSession session, long databaseKey, EnrichedProfile row)
    {
        var over = row.Periods[(int)RfmPeriod.Over360];
        var statement = session.Statement(Upsert)
            .Bind(1, databaseKey)
            .Bind(2, row.Key)
            .Bind(3, row.ProfileId)
            .Bind(4, row.StateVersion)
            .Bind(5, row.Email)
            .Bind(6, row.FirstName)
            .Bind(7, row.LastName)
            .Bind(8, row.EvaluatedOn)
            .Bind(9, row.NextChangeOn)
            .Bind(10, row.SettingsStamp)
            .Bind(11, DayOrNull(row.FirstPurchaseOn))
            .Bind(12, DayOrNull(row.LastPurchaseOn))
            .Bind(13, DayOrNull(over.LastDay))
            .Bind(14, row.LastPurchaseAmount)
            .Bind(15, row.ContentHash)
            .Bind(16, row.ProblemCode);
        for (var period = 0; period < RfmPeriods.Count; period++)
        {
            var (at, metrics) = (FirstMetric + period, row.Periods[period]);
            statement
                .Bind(at, metrics.Purchases)
                .Bind(at + RfmPeriods.Count, metrics.Amount)
                .Bind(at + 2 * RfmPeriods.Count, metrics.Units)
                .Bind(at + 3 * RfmPeriods.Count, metrics.Average)
                .Bind(at + 4 * RfmPeriods.Count, metrics.SetAside);
        }

        statement.Execute();
    }

    private static long? DayOrNull(int day) => day == 0 ? null : day;

    private static long VersionOf(SqliteSession session, long profileKey) =>
        session.Statement("SELECT version FROM profiles WHERE profile_key = ?1").Bind(1, profileKey).ReadInt64();
}
