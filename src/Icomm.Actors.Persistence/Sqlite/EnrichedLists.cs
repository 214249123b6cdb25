namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>enriched_lists</c>.</summary>
internal static class EnrichedLists
{
    /// <summary>What a row without lists has, and the table hasn't: an empty object.</summary>
    public static readonly byte[] None = "{}"u8.ToArray();

    public static ReadOnlyMemory<byte> Read(SqliteSession session, long profileKey)
    {
        var select = session.Statement("SELECT lists FROM enriched_lists WHERE profile_key = ?1").Bind(1, profileKey);
        try
        {
            return select.Step() ? select.GetUtf8(0).ToArray() : None;
        }
        finally
        {
            select.Reset();
        }
    }
}
