using System.Collections.Immutable;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// Goes through the rows and the changed profiles of a range side by side, both in the order of keys: finding what is due costs no look-up but that of what is due. Within one read transaction,
/// so that a profile is never seen between its mark and its row.
/// </summary>
internal sealed class DueWalk(SqliteSession session, long databaseKey, RefreshPlan plan)
{
    private static readonly string SelectRows = $"""
        SELECT profile_key, evaluated_on, next_change_on, settings_stamp, {EnrichedColumns.List(EnrichedColumns.Values)}
        FROM enriched_profiles WHERE database_key = ?1 AND profile_key > ?2 AND profile_key <= ?3 ORDER BY profile_key
        """;

    private const string SelectMarks = "SELECT profile_key FROM changed_profiles WHERE database_key = ?1 AND profile_key > ?2 AND profile_key <= ?3 ORDER BY profile_key";

    private const string SelectState = "SELECT profile_id, version, state FROM profiles WHERE profile_key = ?1 AND database_key = ?2";

    private readonly ValueBuffer _values = new();
    private readonly ImmutableArray<DueProfile>.Builder _due = ImmutableArray.CreateBuilder<DueProfile>();
    private readonly ImmutableArray<long>.Builder _gone = ImmutableArray.CreateBuilder<long>();

    /// <param name="after">Keys above it.</param>
    /// <param name="to">Keys up to it.</param>
    /// <param name="limit">Most rows; a quarter of it, and one at least, is the most due ones.</param>
    public MasterDataBatch Read(long after, long to, int limit)
    {
        var rows = session.Statement(SelectRows).Bind(1, databaseKey).Bind(2, after).Bind(3, to);
        var marks = session.Statement(SelectMarks).Bind(1, databaseKey).Bind(2, after).Bind(3, to);
        try
        {
            var (row, mark) = (NextKey(rows), NextKey(marks));
            var mostDue = Math.Max(1, limit / 4);
            var last = after;
            for (var seen = 0; (row ?? mark) is not null; seen++)
            {
                if (seen == limit || _due.Count == mostDue)
                    return Batch(last);
                last = Math.Min(row ?? long.MaxValue, mark ?? long.MaxValue);
                Take(rows, last, isRow: row == last, isMarked: mark == last);
                if (row == last)
                    row = NextKey(rows);
                if (mark == last)
                    mark = NextKey(marks);
            }

            return Batch(null);
        }
        finally
        {
            rows.Reset();
            marks.Reset();
        }
    }

    private static long? NextKey(SqliteStatement statement) => statement.Step() ? statement.GetInt64(0) : null;

    private MasterDataBatch Batch(long? next) => new(_values.ToArray(), _due.DrainToImmutable(), _gone.DrainToImmutable(), next);

    private void Take(SqliteStatement row, long key, bool isRow, bool isMarked)
    {
        if (isRow && !isMarked && Holds(row))
            EnrichedColumns.ReadValues(row, 4, _values.Next());
        else if (StateOf(key) is { } profile)
            _due.Add(profile);
        else
            _gone.Add(key);
    }

    private bool Holds(SqliteStatement row) => row.GetInt32(1) <= plan.AsOf && row.GetInt32(2) > plan.AsOf && row.GetInt64(3) == plan.SettingsStamp;

    private DueProfile? StateOf(long key)
    {
        var select = session.Statement(SelectState).Bind(1, key).Bind(2, databaseKey);
        try
        {
            return select.Step() ? new DueProfile(key, select.GetText(0), select.GetInt64(1), select.GetBlob(2)) : null;
        }
        finally
        {
            select.Reset();
        }
    }
}
