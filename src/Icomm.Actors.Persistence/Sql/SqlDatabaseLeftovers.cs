using Icomm.Actors.Persistence.Databases;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// The rows of a database in every table. Its small number in <c>database_keys</c> stays: connections remember it, and it must not come to stand for another database.
/// </summary>
internal sealed class SqlDatabaseLeftovers(ISqlDatabase database) : IDatabaseLeftovers
{
    private const string Mark = """
        UPDATE databases SET deleting_since = ?3, version = version + 1
        WHERE account = ?1 AND database_id = ?2 AND deleting_since IS NULL AND NOT EXISTS (SELECT 1 FROM integrations WHERE account = ?1 AND database_id = ?2)
        """;

    private static readonly string[] ByKey =
    [
        "DELETE FROM enriched_lists WHERE profile_key IN (SELECT profile_key FROM enriched_profiles WHERE database_key = ?1 ORDER BY profile_key LIMIT ?2)",
        "DELETE FROM enriched_profiles WHERE database_key = ?1 AND profile_key IN (SELECT profile_key FROM enriched_profiles WHERE database_key = ?1 ORDER BY profile_key LIMIT ?2)",
        "DELETE FROM profiles WHERE profile_key IN (SELECT profile_key FROM profiles WHERE database_key = ?1 LIMIT ?2)",
        "DELETE FROM changed_profiles WHERE database_key = ?1 AND profile_key IN (SELECT profile_key FROM changed_profiles WHERE database_key = ?1 ORDER BY profile_key LIMIT ?2)",
        """
        DELETE FROM suppressed_identities WHERE database_key = ?1
        AND (digest, erasure_id) IN (SELECT digest, erasure_id FROM suppressed_identities WHERE database_key = ?1 ORDER BY digest, erasure_id LIMIT ?2)
        """,
        """
        DELETE FROM linked_accounts WHERE database_key = ?1
        AND account_digest IN (SELECT account_digest FROM linked_accounts WHERE database_key = ?1 ORDER BY account_digest LIMIT ?2)
        """,
        """
        DELETE FROM activity_terms WHERE database_key = ?1
        AND (kind, month, term_key) IN (SELECT kind, month, term_key FROM activity_terms WHERE database_key = ?1 ORDER BY kind, month, term_key LIMIT ?2)
        """,
        "DELETE FROM activity_term_names WHERE term_key IN (SELECT term_key FROM activity_term_names WHERE database_key = ?1 LIMIT ?2)",
        """
        DELETE FROM activity_months WHERE database_key = ?1
        AND (month, currency) IN (SELECT month, currency FROM activity_months WHERE database_key = ?1 ORDER BY month, currency LIMIT ?2)
        """,
        "DELETE FROM activity_new_customers WHERE database_key = ?1 AND month IN (SELECT month FROM activity_new_customers WHERE database_key = ?1 ORDER BY month LIMIT ?2)",
    ];

    private static readonly string[] ById =
    [
        "DELETE FROM erasures WHERE erasure_key IN (SELECT erasure_key FROM erasures WHERE account = ?1 AND database_id = ?2 LIMIT ?3)",
        "DELETE FROM rfm_models WHERE account = ?1 AND database_id = ?2 AND version IN (SELECT version FROM rfm_models WHERE account = ?1 AND database_id = ?2 ORDER BY version LIMIT ?3)",
        """
        DELETE FROM refresh_log WHERE account = ?1 AND database_id = ?2
        AND refresh_id IN (SELECT refresh_id FROM refresh_log WHERE account = ?1 AND database_id = ?2 ORDER BY refresh_id LIMIT ?3)
        """,
    ];

    public Task<DateTimeOffset?> MarkAsync(string account, string databaseId, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Statement(Mark).Bind(1, account).Bind(2, databaseId).Bind(3, Instant.Text(at)).Execute();
            var select = session.Statement("SELECT deleting_since FROM databases WHERE account = ?1 AND database_id = ?2").Bind(1, account).Bind(2, databaseId);
            try
            {
                return select.Step() ? Instant.ParseOrNull(select.GetTextOrNull(0)) : null;
            }
            finally
            {
                select.Reset();
            }
        },
        cancellationToken);

    public Task<bool> DeleteSomeAsync(string account, string databaseId, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(
            session =>
            {
                var deleted = ById.Sum(delete => session.Statement(delete).Bind(1, account).Bind(2, databaseId).Bind(3, limit).Execute());
                if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                    return deleted > 0;

                // What the journal holds would come into the tables later.
                session.SettleActivity();
                return deleted + ByKey.Sum(delete => session.Statement(delete).Bind(1, databaseKey).Bind(2, limit).Execute()) > 0;
            },
            cancellationToken);
    }

    public Task DeleteDatabaseAsync(string account, string databaseId, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM databases WHERE account = ?1 AND database_id = ?2 AND deleting_since IS NOT NULL").Bind(1, account).Bind(2, databaseId).Execute(), cancellationToken);
}
