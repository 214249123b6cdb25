using System.Collections.Immutable;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Goes through the rows and the changed profiles of a range side by side, both in the order of keys, and then looks up the profiles of what is due. Within one transaction that sees one state, so that
/// a profile is never seen between its mark and its row.
/// </summary>
internal static class DueRows
{
    private static readonly string SelectRows = $"""
        SELECT coalesce(e.profile_key, c.profile_key) AS key,
               e.profile_key IS NOT NULL AND c.profile_key IS NULL AND e.evaluated_on <= ?4 AND e.next_change_on > ?4 AND e.settings_stamp = ?5,
               {EnrichedColumns.List(EnrichedColumns.Values)}
        FROM (SELECT profile_key, evaluated_on, next_change_on, settings_stamp, {EnrichedColumns.List(EnrichedColumns.Values)}
              FROM enriched_profiles WHERE database_key = ?1 AND profile_key > ?2 AND profile_key <= ?3 ORDER BY profile_key LIMIT ?6) e
        FULL JOIN (SELECT profile_key FROM changed_profiles WHERE database_key = ?1 AND profile_key > ?2 AND profile_key <= ?3 ORDER BY profile_key LIMIT ?6) c ON c.profile_key = e.profile_key
        ORDER BY key
        LIMIT ?6
        """;

    private const string SelectStates = """
        SELECT profile_key, profile_id, version, state FROM profiles WHERE database_key = ?1 AND profile_key IN (SELECT unnest(?2)) ORDER BY profile_key
        """;

    /// <param name="after">Keys above it.</param>
    /// <param name="to">Keys up to it.</param>
    /// <param name="limit">Most rows; a quarter of it, and one at least, is the most that are due or gone.</param>
    public static MasterDataBatch Read(SqlSession session, long databaseKey, RefreshPlan plan, long after, long to, int limit)
    {
        var values = new ValueBuffer();
        var changed = new List<long>();
        long? next = null;
        var select = session.Statement(SelectRows).Bind(1, databaseKey).Bind(2, after).Bind(3, to).Bind(4, plan.AsOf).Bind(5, plan.SettingsStamp).Bind(6, limit + 1L);
        try
        {
            var last = after;
            for (var seen = 0; select.Step(); seen++)
            {
                if (seen == limit || changed.Count == Math.Max(1, limit / 4))
                {
                    next = last;
                    break;
                }

                last = select.GetInt64(0);
                if (select.GetBoolean(1))
                    EnrichedColumns.ReadValues(select, 2, values.Next());
                else
                    changed.Add(last);
            }
        }
        finally
        {
            select.Reset();
        }

        var due = ReadStates(session, databaseKey, changed);
        return new MasterDataBatch(values.ToArray(), due, [.. changed.Except(due.Select(profile => profile.Key))], next);
    }

    private static ImmutableArray<DueProfile> ReadStates(SqlSession session, long databaseKey, List<long> keys)
    {
        if (keys.Count == 0)
            return [];
        var select = session.Statement(SelectStates).Bind(1, databaseKey).Bind(2, keys);
        try
        {
            var due = ImmutableArray.CreateBuilder<DueProfile>(keys.Count);
            while (select.Step())
                due.Add(new DueProfile(select.GetInt64(0), select.GetText(1), select.GetInt64(2), select.GetBlob(3)));
            return due.DrainToImmutable();
        }
        finally
        {
            select.Reset();
        }
    }
}
