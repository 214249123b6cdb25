namespace Icomm.Actors.Persistence.Postgres;

/// <summary>What is kept of profiles outside their own rows, by their keys.</summary>
internal static class PostgresLeftovers
{
    /// <summary>Deletes the master data of profiles (keys in <c>$1</c>) and what publications know of them.</summary>
    /// <remarks>Some go by the number of the database of each as well (<c>$2</c>).</remarks>
    public static readonly (string Sql, bool IsByDatabase)[] OfProfiles =
    [
        ("DELETE FROM enriched_profiles e USING unnest($1, $2) AS u (profile_key, database_key) WHERE e.database_key = u.database_key AND e.profile_key = u.profile_key", true),
        ("DELETE FROM enriched_lists WHERE profile_key = ANY($1)", false),
        ("DELETE FROM published_contacts WHERE publication_key IN (SELECT publication_key FROM publications) AND profile_key = ANY($1)", false),
        ("DELETE FROM publication_rejections WHERE publication_key IN (SELECT publication_key FROM publications) AND profile_key = ANY($1)", false),
    ];
}
