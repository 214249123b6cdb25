using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Whole rows of the master data: content, scores and lists.</summary>
internal static class EnrichedRows
{
    /// <summary>Needed for <see cref="Columns"/>; most rows of a small shop have lists, those of prospects have none.</summary>
    public const string JoinLists = "LEFT JOIN enriched_lists l ON l.profile_key = e.profile_key";

    /// <summary>What <see cref="Read"/> reads after the key, of <c>enriched_profiles e</c> and <see cref="JoinLists"/>.</summary>
    public static readonly string Columns = $"{string.Join(", ", EnrichedColumns.Content.AddRange(EnrichedColumns.Scores).Select(column => $"e.{column}"))}, l.lists";

    private static readonly string SelectOne = $"SELECT e.profile_key, {Columns} FROM enriched_profiles e {JoinLists} WHERE e.database_key = ?1 AND e.profile_key = ?2";

    private static readonly string SelectMany = $"SELECT e.profile_key, {Columns} FROM enriched_profiles e {JoinLists} WHERE e.database_key = ?1 AND e.profile_key IN ";

    /// <summary>What a row without lists has, and the table of lists hasn't: an empty object.</summary>
    public static readonly byte[] NoLists = "{}"u8.ToArray();

    /// <summary>Reads where a statement stands: the key in its first column.</summary>
    /// <param name="content">The first of <see cref="Columns"/>.</param>
    public static MasterDataRow Read(SqlSession session, SqlStatement row, int content)
    {
        var key = row.GetInt64(0);
        var scores = content + EnrichedColumns.Content.Length;
        var lists = scores + EnrichedColumns.Scores.Length;
        return new MasterDataRow(
            EnrichedColumns.ReadContent(row, key, content, row.IsNull(lists) ? NoLists : row.GetUtf8(lists).ToArray()),
            EnrichedColumns.ReadScores(row, key, scores, session.Texts));
    }

    /// <summary>Null when there is no such row.</summary>
    public static MasterDataRow? Find(SqlSession session, long databaseKey, long profileKey)
    {
        var select = session.Statement(SelectOne).Bind(1, databaseKey).Bind(2, profileKey);
        try
        {
            return select.Step() ? Read(session, select, 1) : null;
        }
        finally
        {
            select.Reset();
        }
    }

    /// <summary>Those of the rows that are there, by their keys.</summary>
    public static Dictionary<long, MasterDataRow> Find(SqlSession session, long databaseKey, IReadOnlyCollection<long> profileKeys)
    {
        var select = session.Statement(SelectMany + session.AmongKeys("?2")).Bind(1, databaseKey).Bind(2, profileKeys);
        try
        {
            var rows = new Dictionary<long, MasterDataRow>(profileKeys.Count);
            while (select.Step())
                rows.Add(select.GetInt64(0), Read(session, select, 1));
            return rows;
        }
        finally
        {
            select.Reset();
        }
    }
}
