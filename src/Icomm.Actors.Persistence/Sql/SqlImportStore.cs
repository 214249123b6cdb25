using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>imports</c>.</summary>
internal sealed class SqlImportStore(ISqlDatabase database) : IImportStore
{
    private const string Columns = "SELECT account, integration_id AS integrationId, import_id AS importId, version, state_version AS stateVersion, state FROM imports";

    private const string Insert = """
        INSERT INTO imports (account, integration_id, import_id, version, phase, is_open, received_at, state_version, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (account, integration_id, import_id) DO NOTHING
        """;

    private const string Update = """
        UPDATE imports
        SET version = ?4, phase = ?5, is_open = ?6, received_at = ?7, state_version = ?8, state = ?9, has_turn = CASE WHEN ?5 = 'Applying' THEN has_turn ELSE 0 END
        WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3 AND version = ?10
        """;

    private const string TakeTurn = """
        UPDATE imports SET has_turn = 1
        WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3 AND phase = 'Applying' AND NOT EXISTS (
            SELECT 1 FROM imports AS other
            WHERE other.account = ?1 AND other.integration_id = ?2 AND other.import_id <> ?3 AND other.phase = 'Applying' AND other.is_open = 1 AND (
                other.has_turn = 1
                OR imports.has_turn = 0 AND (other.received_at, other.import_id) < (imports.received_at, imports.import_id)))
        """;

    public async Task<(ImportRecord Record, long Version)?> ReadAsync(ImportKey key, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>(
                $"{Columns} WHERE account = @account AND integration_id = @integrationId AND import_id = @importId",
                new { account = key.Account, integrationId = key.IntegrationId, importId = key.ImportId }),
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : (row.ToImport().Record, row.Version);
    }

    public Task<VersionedWrite> WriteAsync(ImportKey key, long expectedVersion, ImportRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return database.WriteAsync(new WriteImport(key, expectedVersion, record).Write, cancellationToken);
    }

    public Task<VersionedWrite> DeleteAsync(ImportKey key, long expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        session => VersionedRows.Delete(
            session.Statement("DELETE FROM imports WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3 AND version = ?4")
                .Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId).Bind(4, expectedVersion),
            expectedVersion,
            VersionOf(session, key)),
        cancellationToken);

    public async Task<ImmutableArray<ImportRow>> ListAsync(IntegrationKey integration, string? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var page = before is null ? "" : "AND import_id < @before";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                $"{Columns} WHERE account = @account AND integration_id = @integrationId {page} ORDER BY import_id DESC LIMIT @limit",
                new { account = integration.Account, integrationId = integration.IntegrationId, before, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToImport())];
    }

    public async Task<ImmutableArray<ImportKey>> OpenAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<Id>("SELECT account, integration_id AS integrationId, import_id AS importId FROM imports WHERE is_open = 1").AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToKey())];
    }

    public Task<int> CountOpenAsync(IntegrationKey integration, CancellationToken cancellationToken) => database.QueryAsync(
        connection => connection.ExecuteScalar<int>(
            "SELECT count(*) FROM imports WHERE account = @account AND integration_id = @integrationId AND is_open = 1",
            new { account = integration.Account, integrationId = integration.IntegrationId }),
        cancellationToken);

    public Task<bool> TryTakeTurnAsync(ImportKey key, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Lock("imports", key.Account, key.IntegrationId);
            return session.Statement(TakeTurn).Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId).Execute() == 1;
        },
        cancellationToken);

    public async Task<ImportKey?> FirstInLineAsync(IntegrationKey integration, CancellationToken cancellationToken)
    {
        var first = await database.QueryAsync(
            connection => connection.QueryFirstOrDefault<Id>(
                """
                SELECT account, integration_id AS integrationId, import_id AS importId FROM imports
                WHERE account = @account AND integration_id = @integrationId AND is_open = 1 AND phase = 'Applying'
                ORDER BY received_at, import_id LIMIT 1
                """,
                new { account = integration.Account, integrationId = integration.IntegrationId }),
            cancellationToken).ConfigureAwait(false);
        return first?.ToKey();
    }

    private static SqlStatement VersionOf(SqlSession session, ImportKey key) =>
        session.Statement("SELECT version FROM imports WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3")
            .Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId);

    private sealed record Id(string Account, string IntegrationId, string ImportId)
    {
        public ImportKey ToKey() => new(Account, IntegrationId, ImportId);
    }

    private sealed record Row(string Account, string IntegrationId, string ImportId, long Version, long StateVersion, byte[] State)
    {
        public ImportRow ToImport() => new(new ImportKey(Account, IntegrationId, ImportId), StoredForms.DecodeImport(StateVersion, State));
    }

    private sealed class WriteImport(ImportKey key, long expectedVersion, ImportRecord record)
    {
        // Taken now: the record belongs to its grain, which may go on changing it.
        private readonly string _phase = record.State.ToString();
        private readonly bool _isOpen = record.IsOpen;
        private readonly string? _receivedAt = Instant.Text(record.ReceivedAt);
        private readonly byte[] _state = StoredForms.Encode(record);

        public VersionedWrite Write(SqlSession session)
        {
            var statement = session.Statement(expectedVersion == 0 ? Insert : Update)
                .Bind(1, key.Account)
                .Bind(2, key.IntegrationId)
                .Bind(3, key.ImportId)
                .Bind(4, expectedVersion + 1)
                .Bind(5, _phase)
                .Bind(6, _isOpen ? 1 : 0)
                .Bind(7, _receivedAt)
                .Bind(8, StoredForms.ImportVersion)
                .Bind(9, _state);
            if (expectedVersion != 0)
                statement.Bind(10, expectedVersion);
            return VersionedRows.Write(statement, expectedVersion, VersionOf(session, key));
        }
    }
}
