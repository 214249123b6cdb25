namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// The numbers that profiles are known by inside the store, ever greater. SQLite by itself would give the number of a deleted profile to the next one, as long as something is still kept under it:
/// scores, and what was published.
/// </summary>
internal static class ProfileKeys
{
    private const string SelectLast = """
        SELECT max(
            coalesce((SELECT max(profile_key) FROM profiles), 0),
            coalesce((SELECT max((SELECT max(profile_key) FROM changed_profiles c WHERE c.database_key = k.database_key)) FROM database_keys k), 0),
            coalesce((SELECT max((SELECT max(profile_key) FROM enriched_profiles e WHERE e.database_key = k.database_key)) FROM database_keys k), 0))
        """;

    /// <summary>Only on the writer's connection, within a transaction.</summary>
    public static long Next(SqliteSession session)
    {
        if (session.LastProfileKey == 0)
            session.LastProfileKey = Last(session);
        return ++session.LastProfileKey;
    }

    private static long Last(SqliteSession session)
    {
        var select = session.Statement(SelectLast);
        try
        {
            select.Step();
            return select.GetInt64(0);
        }
        finally
        {
            select.Reset();
        }
    }
}
