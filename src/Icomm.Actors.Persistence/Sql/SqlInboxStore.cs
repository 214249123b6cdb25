using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The state of grains in the table <c>inboxes</c>, and its rows as they are shown.</summary>
internal sealed class SqlInboxStore(ISqlDatabase database) : IInboxStore
{
    private const string Columns = """
        SELECT inbox_key AS inboxKey, account, integration_id AS integrationId, messages, bytes, last_received_at AS lastReceivedAt, version, state_version AS stateVersion, state FROM inboxes
        """;

    private const string Update = "UPDATE inboxes SET version = ?2, state_version = ?3, state = ?4 WHERE inbox_key = ?1 AND version = ?5";

    public async Task<(InboxRecord Record, long Version)?> ReadAsync(IntegrationKey integration, CancellationToken cancellationToken) =>
        await RowAsync(integration, cancellationToken).ConfigureAwait(false) is { Version: > 0 } row ? (row.Record(), row.Version) : null;

    public Task<VersionedWrite> WriteAsync(IntegrationKey integration, long expectedVersion, InboxRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var state = StoredForms.Encode(record); // now: the record belongs to its grain, which may go on changing it
        return database.WriteAsync(session => Write(session, InboxKeys.FindOrAdd(session, integration), expectedVersion, expectedVersion + 1, state), cancellationToken);
    }

    public Task<VersionedWrite> DeleteAsync(IntegrationKey integration, long expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Write(session, InboxKeys.Find(session, integration), expectedVersion, version: 0, state: null), cancellationToken);

    public async Task<InboxRow?> FindAsync(IntegrationKey integration, CancellationToken cancellationToken) =>
        (await RowAsync(integration, cancellationToken).ConfigureAwait(false))?.ToInbox();

    public async Task<ImmutableArray<InboxRow>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} WHERE account = @account ORDER BY integration_id", new { account }).AsList(), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToInbox())];
    }

    public async Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await database.QueryAsync(
            connection => connection.Query<(string, string)>("SELECT account, integration_id FROM inboxes").AsList(), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => new IntegrationKey(key.Item1, key.Item2))];
    }

    private static VersionedWrite Write(SqlSession session, long inbox, long expectedVersion, long version, byte[]? state)
    {
        var update = session.Statement(Update).Bind(1, inbox).Bind(2, version).Bind(3, state is null ? (long?)null : StoredForms.InboxVersion).BindBlobOrNull(4, state).Bind(5, expectedVersion);
        if (update.Execute() == 1)
            return new VersionedWrite(true, version);
        var stored = VersionOf(session, inbox);
        return new VersionedWrite(stored == expectedVersion, stored);
    }

    private static long VersionOf(SqlSession session, long inbox) =>
        session.Statement("SELECT version FROM inboxes WHERE inbox_key = ?1").Bind(1, inbox).ReadInt64();

    private Task<Row?> RowAsync(IntegrationKey integration, CancellationToken cancellationToken) => database.QueryAsync(
        connection => connection.QuerySingleOrDefault<Row>($"{Columns} WHERE account = @Account AND integration_id = @IntegrationId", integration), cancellationToken);

    private sealed record Row(long InboxKey, string Account, string IntegrationId, long Messages, long Bytes, string? LastReceivedAt, long Version, long? StateVersion, byte[]? State)
    {
        public InboxRecord Record() => State is null ? new InboxRecord() : StoredForms.DecodeInbox(StateVersion!.Value, State);

        public InboxRow ToInbox() => new(new IntegrationKey(Account, IntegrationId), Messages, Bytes, Instant.ParseOrNull(LastReceivedAt), Record());
    }
}
