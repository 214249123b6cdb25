namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>What is kept of a profile outside its own row, by its key.</summary>
internal static class ProfileLeftovers
{
    /// <summary>Notes that the profile has to be evaluated again, or is gone.</summary>
    public static void Mark(SqliteSession session, long databaseKey, long profileKey) =>
        session.Statement("INSERT INTO changed_profiles (database_key, profile_key) VALUES (?1, ?2) ON CONFLICT DO NOTHING").Bind(1, databaseKey).Bind(2, profileKey).Execute();

    public static void Unmark(SqliteSession session, long databaseKey, long profileKey) =>
        session.Statement("DELETE FROM changed_profiles WHERE database_key = ?1 AND profile_key = ?2").Bind(1, databaseKey).Bind(2, profileKey).Execute();

    /// <summary>Deletes the profile's master data and what publications know of it.</summary>
    public static void Delete(SqliteSession session, long databaseKey, long profileKey)
    {
        session.Statement("DELETE FROM enriched_profiles WHERE database_key = ?1 AND profile_key = ?2").Bind(1, databaseKey).Bind(2, profileKey).Execute();
        session.Statement("DELETE FROM enriched_lists WHERE profile_key = ?1").Bind(1, profileKey).Execute();
        session.Statement("DELETE FROM published_contacts WHERE publication_key IN (SELECT publication_key FROM publications) AND profile_key = ?1").Bind(1, profileKey).Execute();
        session.Statement("DELETE FROM publication_rejections WHERE publication_key IN (SELECT publication_key FROM publications) AND profile_key = ?1").Bind(1, profileKey).Execute();
    }
}
