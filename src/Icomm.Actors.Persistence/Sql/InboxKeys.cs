using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The small numbers of inboxes (column <c>inboxes.inbox_key</c>).</summary>
internal static class InboxKeys
{
    /// <returns>0 when there is no such inbox.</returns>
    public static long Find(SqlSession session, IntegrationKey integration) =>
        session.Statement("SELECT inbox_key FROM inboxes WHERE account = ?1 AND integration_id = ?2").Bind(1, integration.Account).Bind(2, integration.IntegrationId).ReadInt64();

    /// <summary>The inbox' number; makes the inbox when it is missing.</summary>
    public static long FindOrAdd(SqlSession session, IntegrationKey integration)
    {
        if (Find(session, integration) is not 0 and var found)
            return found;
        session.Statement("INSERT INTO inboxes (account, integration_id) VALUES (?1, ?2) ON CONFLICT (account, integration_id) DO NOTHING")
            .Bind(1, integration.Account).Bind(2, integration.IntegrationId).Execute();
        return Find(session, integration);
    }
}
