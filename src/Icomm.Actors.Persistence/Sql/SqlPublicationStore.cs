using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Publishing;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>publications</c>.</summary>
internal sealed class SqlPublicationStore(ISqlDatabase database) : IPublicationStore
{
    private const string Columns =
        "SELECT account, database_id AS databaseId, publication_id AS publicationId, version, state_version AS stateVersion, state FROM publications";

    private const string Insert = """
        INSERT INTO publications (account, database_id, publication_id, version, name, type, created_at, retry_at, last_success_at, state_version, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (account, database_id, publication_id) DO NOTHING
        """;

    private const string Update = """
        UPDATE publications SET version = ?4, name = ?5, type = ?6, created_at = ?7, retry_at = ?8, last_success_at = ?9, state_version = ?10, state = ?11
        WHERE account = ?1 AND database_id = ?2 AND publication_id = ?3 AND version = ?12
        """;

    public async Task<(PublicationRecord Record, long Version)?> ReadAsync(PublicationKey key, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>(
                $"{Columns} WHERE account = @account AND database_id = @databaseId AND publication_id = @publicationId",
                new { account = key.Account, databaseId = key.Database, publicationId = key.PublicationId }),
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : (row.ToPublication().Record, row.Version);
    }

    public Task<VersionedWrite> WriteAsync(PublicationKey key, long expectedVersion, PublicationRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return database.WriteAsync(new WritePublication(key, expectedVersion, record, StoredForms.Encode(record)).Write, cancellationToken);
    }

    public Task<VersionedWrite> DeleteAsync(PublicationKey key, long expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            Lock(session, key);
            var (publicationKey, version) = Find(session, key);
            if (version != expectedVersion || version == 0)
                return new VersionedWrite(version == expectedVersion, version);
            if (session.Statement("DELETE FROM publications WHERE publication_key = ?1 AND version = ?2").Bind(1, publicationKey).Bind(2, version).Execute() != 1)
                return new VersionedWrite(false, Find(session, key).Version);
            session.Statement("DELETE FROM published_contacts WHERE publication_key = ?1").Bind(1, publicationKey).Execute();
            session.Statement("DELETE FROM publication_rejections WHERE publication_key = ?1").Bind(1, publicationKey).Execute();
            return new VersionedWrite(true, 0);
        },
        cancellationToken);

    public async Task<ImmutableArray<PublicationRow>> ListAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                $"{Columns} WHERE account = @account AND database_id = @databaseId ORDER BY created_at, publication_id", new { account, databaseId }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToPublication())];
    }

    public async Task<ImmutableArray<PublicationKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await database.QueryAsync(
            connection => connection.Query<(string, string, string)>("SELECT account, database_id, publication_id FROM publications").AsList(), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => new PublicationKey(key.Item1, key.Item2, key.Item3))];
    }

    /// <summary>Held while the ledger is written, and while it is deleted with its publication.</summary>
    internal static void Lock(SqlSession session, PublicationKey key) => session.Lock("publication", key.Account, key.Database, key.PublicationId);

    /// <summary>The number that stands for the publication in its ledger, and its version; zeros for none.</summary>
    internal static (long Key, long Version) Find(SqlSession session, PublicationKey key)
    {
        var select = session.Statement("SELECT publication_key, version FROM publications WHERE account = ?1 AND database_id = ?2 AND publication_id = ?3")
            .Bind(1, key.Account).Bind(2, key.Database).Bind(3, key.PublicationId);
        try
        {
            return select.Step() ? (select.GetInt64(0), select.GetInt64(1)) : default;
        }
        finally
        {
            select.Reset();
        }
    }

    private sealed record Row(string Account, string DatabaseId, string PublicationId, long Version, long StateVersion, byte[] State)
    {
        public PublicationRow ToPublication() => new(new PublicationKey(Account, DatabaseId, PublicationId), StoredForms.DecodePublication(StateVersion, State));
    }

    private sealed class WritePublication(PublicationKey key, long expectedVersion, PublicationRecord record, byte[] state)
    {
        // Taken now: the record belongs to its grain, which may go on changing it.
        private readonly string? _name = record.Definition?.Name;
        private readonly string? _type = record.Definition?.Type;
        private readonly string _createdAt = Instant.Text(record.CreatedAt);
        private readonly string? _retryAt = Instant.Text(record.RetryAt);
        private readonly string? _lastSuccessAt = Instant.Text(record.LastSuccessAt);

        public VersionedWrite Write(SqlSession session)
        {
            var statement = session.Statement(expectedVersion == 0 ? Insert : Update)
                .Bind(1, key.Account)
                .Bind(2, key.Database)
                .Bind(3, key.PublicationId)
                .Bind(4, expectedVersion + 1)
                .Bind(5, _name)
                .Bind(6, _type)
                .Bind(7, _createdAt)
                .Bind(8, _retryAt)
                .Bind(9, _lastSuccessAt)
                .Bind(10, StoredForms.PublicationVersion)
                .Bind(11, state);
            if (expectedVersion != 0)
                statement.Bind(12, expectedVersion);
            return statement.Execute() == 1 ? new VersionedWrite(true, expectedVersion + 1) : new VersionedWrite(false, Find(session, key).Version);
        }
    }
}
