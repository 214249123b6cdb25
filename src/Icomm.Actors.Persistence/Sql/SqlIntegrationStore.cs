using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dapper;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>integrations</c>.</summary>
internal sealed class SqlIntegrationStore(ISqlDatabase database) : IIntegrationStore, IIntegrationIndex
{
    private const int PageSize = 500;

    public async Task<StoredIntegration?> ReadAsync(IntegrationKey key, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<StateRow>(
                "SELECT account, integration_id AS integrationId, version, state_version AS stateVersion, state FROM integrations WHERE account = @Account AND integration_id = @IntegrationId",
                key),
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : new StoredIntegration(row.Version, StoredForms.DecodeIntegration(row.StateVersion, row.State));
    }

    public Task<VersionedWrite> WriteAsync(IntegrationKey key, long expectedVersion, IntegrationRecord record, CancellationToken cancellationToken) =>
        database.WriteAsync(new WriteIntegration(key, expectedVersion, record, StoredForms.Encode(record)).Write, cancellationToken);

    public Task<VersionedWrite> DeleteAsync(IntegrationKey key, long expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => VersionedRows.Delete(
                session.Statement("DELETE FROM integrations WHERE account = ?1 AND integration_id = ?2 AND version = ?3").Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, expectedVersion),
                expectedVersion,
                VersionOf(session, key)),
            cancellationToken);

    public async Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<StateRow>(
                "SELECT account, integration_id AS integrationId, version, state_version AS stateVersion, state FROM integrations WHERE account = @account ORDER BY integration_id",
                new { account }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(ToRow)];
    }

    public Task<string?> StoreTypeAsync(IntegrationKey integration, CancellationToken cancellationToken) => database.QueryAsync(
        connection => connection.QuerySingleOrDefault<string?>("SELECT store_type FROM integrations WHERE account = @Account AND integration_id = @IntegrationId", integration), cancellationToken);

    public async Task<ImmutableArray<FeedingIntegration>> OfDatabaseAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<FeedingIntegration>(
                "SELECT integration_id AS integrationId, name, store_type AS storeType FROM integrations WHERE account = @account AND database_id = @databaseId ORDER BY integration_id",
                new { account, databaseId }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows];
    }

    public async Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await database.QueryAsync(
            connection => connection.Query<(string, string)>("SELECT account, integration_id FROM integrations").AsList(), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => new IntegrationKey(key.Item1, key.Item2))];
    }

    public async IAsyncEnumerable<FoundIntegration> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (account, integrationId) = ("", "");
        while (true)
        {
            var page = await database.QueryAsync(
                connection => connection.Query<TypedStateRow>(
                    """
                    SELECT account, integration_id AS integrationId, store_type AS storeType, version, state_version AS stateVersion, state
                    FROM integrations WHERE (account, integration_id) > (@account, @integrationId) ORDER BY account, integration_id LIMIT @PageSize
                    """,
                    new { account, integrationId, PageSize }).AsList(),
                cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
                yield return Find(row);
            if (page.Count < PageSize)
                yield break;
            (account, integrationId) = (page[^1].Account, page[^1].IntegrationId);
        }
    }

    private static IntegrationRow ToRow(StateRow row) => new(row.Account, row.IntegrationId, StoredForms.DecodeIntegration(row.StateVersion, row.State));

    private static FoundIntegration Find(TypedStateRow row)
    {
        try
        {
            return new(row.Account, row.IntegrationId, row.StoreType, new(row.Account, row.IntegrationId, StoredForms.DecodeIntegration(row.StateVersion, row.State)), ProblemCode: null);
        }
        catch (PersistenceException unreadable)
        {
            return new(row.Account, row.IntegrationId, row.StoreType, Row: null, unreadable.Code);
        }
    }

    private static SqlStatement VersionOf(SqlSession session, IntegrationKey key) =>
        session.Statement("SELECT version FROM integrations WHERE account = ?1 AND integration_id = ?2").Bind(1, key.Account).Bind(2, key.IntegrationId);

    private sealed record StateRow(string Account, string IntegrationId, long Version, long StateVersion, byte[] State);

    private sealed record TypedStateRow(string Account, string IntegrationId, string? StoreType, long Version, long StateVersion, byte[] State);

    private sealed class WriteIntegration(IntegrationKey key, long expectedVersion, IntegrationRecord record, byte[] state)
    {
        private const string Insert = """
            INSERT INTO integrations (account, integration_id, version, name, store_type, database_id, next_due_at, last_success_at, state_version, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (account, integration_id) DO NOTHING
            """;

        private const string Update = """
            UPDATE integrations
            SET version = ?3, name = ?4, store_type = ?5, database_id = ?6, next_due_at = ?7, last_success_at = ?8, state_version = ?9, state = ?10
            WHERE account = ?1 AND integration_id = ?2 AND version = ?11
            """;

        // Taken now: the record belongs to its grain, which may go on changing it.
        private readonly string? _name = record.Definition?.Name;
        private readonly string? _storeType = record.Definition?.StoreType;
        private readonly string? _databaseId = record.Definition?.DatabaseId;
        private readonly string? _nextDueAt = Instant.Text(record.NextDueAt);
        private readonly string? _lastSuccessAt = Instant.Text(record.LastSuccessAt);

        public VersionedWrite Write(SqlSession session)
        {
            var statement = session.Statement(expectedVersion == 0 ? Insert : Update)
                .Bind(1, key.Account)
                .Bind(2, key.IntegrationId)
                .Bind(3, expectedVersion + 1)
                .Bind(4, _name)
                .Bind(5, _storeType)
                .Bind(6, _databaseId)
                .Bind(7, _nextDueAt)
                .Bind(8, _lastSuccessAt)
                .Bind(9, StoredForms.IntegrationVersion)
                .Bind(10, state);
            if (expectedVersion != 0)
                statement.Bind(11, expectedVersion);
            return VersionedRows.Write(statement, expectedVersion, VersionOf(session, key));
        }
    }
}
