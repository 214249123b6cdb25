using Dapper;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The rows of an integration in <c>catalogue_items</c>, <c>rejected_records</c>, <c>sync_runs</c> and the tables of the inbox.</summary>
internal sealed class SqlIntegrationLeftovers(ISqlDatabase database) : IIntegrationLeftovers
{
    private const int MostImports = 100;

    private static readonly string[] OfIntegration =
    [
        """
        DELETE FROM catalogue_items WHERE account = ?1 AND integration_id = ?2
        AND product_id IN (SELECT product_id FROM catalogue_items WHERE account = ?1 AND integration_id = ?2 ORDER BY product_id LIMIT ?3)
        """,
        "DELETE FROM rejected_records WHERE id IN (SELECT id FROM rejected_records WHERE account = ?1 AND integration_id = ?2 ORDER BY id LIMIT ?3)",
        "DELETE FROM sync_runs WHERE account = ?1 AND integration_id = ?2 AND run_id IN (SELECT run_id FROM sync_runs WHERE account = ?1 AND integration_id = ?2 ORDER BY run_id LIMIT ?3)",
    ];

    private static readonly string[] OfInbox =
    [
        "DELETE FROM inbox_messages WHERE message_key IN (SELECT message_key FROM inbox_messages WHERE inbox_key = ?1 ORDER BY message_key LIMIT ?2)",
        "DELETE FROM inbox_digests WHERE inbox_key = ?1 AND digest IN (SELECT digest FROM inbox_digests WHERE inbox_key = ?1 ORDER BY digest LIMIT ?2)",
    ];

    public Task<OwnedGrains> FindGrainsAsync(IntegrationKey integration, CancellationToken cancellationToken) => database.QueryAsync(
        connection => new OwnedGrains(
            connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM inboxes WHERE account = @Account AND integration_id = @IntegrationId)", integration),
            [.. connection
                .Query<string>(
                    "SELECT import_id FROM imports WHERE account = @Account AND integration_id = @IntegrationId ORDER BY import_id LIMIT @MostImports",
                    new { integration.Account, integration.IntegrationId, MostImports })
                .Select(import => new ImportKey(integration.Account, integration.IntegrationId, import))]),
        cancellationToken);

    public Task<bool> DeleteSomeAsync(IntegrationKey integration, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(
            session =>
            {
                // A message that is coming in is let in first, and deleted with the others.
                session.Lock("inbox", integration.Account, integration.IntegrationId);
                var deleted = OfIntegration.Sum(delete => session.Statement(delete).Bind(1, integration.Account).Bind(2, integration.IntegrationId).Bind(3, limit).Execute());
                var inbox = InboxKeys.Find(session, integration);
                if (inbox == 0)
                    return deleted > 0;
                var ofInbox = OfInbox.Sum(delete => session.Statement(delete).Bind(1, inbox).Bind(2, limit).Execute());
                if (ofInbox == 0)
                    session.Statement("DELETE FROM inboxes WHERE inbox_key = ?1").Bind(1, inbox).Execute();
                return true;
            },
            cancellationToken);
    }
}
