using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Whole rows of the master data: content, lists and scores.</summary>
internal static class EnrichedRows
{
    private static readonly string SelectOne =
        $"SELECT profile_key, {EnrichedColumns.List(EnrichedColumns.Content, EnrichedColumns.Scores)} FROM enriched_profiles WHERE database_key = ?1 AND profile_key = ?2";

    /// <summary>Reads where a statement stands: the key in its first column.</summary>
    /// <param name="content">The first column of <see cref="EnrichedColumns.Content"/>; <see cref="EnrichedColumns.Scores"/> follow.</param>
    public static MasterDataRow Read(SqliteSession session, SqliteStatement row, int content)
    {
        var key = row.GetInt64(0);
        return new MasterDataRow(
            EnrichedColumns.ReadContent(row, key, content, EnrichedLists.Read(session, key)),
            EnrichedColumns.ReadScores(row, key, content + EnrichedColumns.Content.Length, session.Texts));
    }

    /// <summary>Null when there is no such row.</summary>
    public static MasterDataRow? Find(SqliteSession session, long databaseKey, long profileKey)
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
}
