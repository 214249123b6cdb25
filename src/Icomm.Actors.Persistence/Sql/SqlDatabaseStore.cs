using System.Collections.Immutable;
using System.Text;
using Dapper;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>databases</c>.</summary>
internal sealed class SqlDatabaseStore(ISqlDatabase database) : IDatabaseStore
{
    private const string Columns =
        "SELECT account, database_id AS databaseId, version, name, settings_version AS settingsVersion, settings, created_at AS createdAt, deleting_since AS deletingSince FROM databases";

    // A name that is taken changes nothing, as another version does.
    private const string Update = """
        UPDATE databases SET version = version + 1, name = ?3, name_key = ?4, settings_version = ?5, settings = ?6
        WHERE account = ?1 AND database_id = ?2 AND version = ?7 AND NOT EXISTS (SELECT 1 FROM databases other WHERE other.account = ?1 AND other.name_key = ?4 AND other.database_id <> ?2)
        """;

    public Task<bool> TryAddAsync(DatabaseRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var settings = StoredForms.Encode(row.Settings);
        return database.WriteAsync(
            session =>
            {
                session.Lock("databases", row.Account);
                return session
                    .Statement("INSERT INTO databases (account, database_id, name, name_key, settings_version, settings, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")
                    .Bind(1, row.Account)
                    .Bind(2, row.DatabaseId)
                    .Bind(3, row.Name)
                    .Bind(4, NameKey(row.Name))
                    .Bind(5, StoredForms.DatabaseSettingsVersion)
                    .Bind(6, settings)
                    .Bind(7, Instant.Text(row.CreatedAt))
                    .Execute() == 1;
            },
            cancellationToken);
    }

    public Task<DatabaseUpdate> UpdateAsync(DatabaseRow row, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var settings = StoredForms.Encode(row.Settings);
        return database.WriteAsync(
            session =>
            {
                session.Lock("databases", row.Account);
                var updated = session
                    .Statement(Update)
                    .Bind(1, row.Account)
                    .Bind(2, row.DatabaseId)
                    .Bind(3, row.Name)
                    .Bind(4, NameKey(row.Name))
                    .Bind(5, StoredForms.DatabaseSettingsVersion)
                    .Bind(6, settings)
                    .Bind(7, expectedVersion)
                    .Execute();
                return updated == 1 ? DatabaseUpdate.Updated : WhyNot(session, row, expectedVersion);
            },
            cancellationToken);
    }

    public async Task<ImmutableArray<DatabaseKey>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await database.QueryAsync(
            connection => connection.Query<(string, string)>("SELECT account, database_id FROM databases").AsList(), cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => new DatabaseKey(key.Item1, key.Item2))];
    }

    public async Task<DatabaseRow?> FindAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} WHERE account = @account AND database_id = @databaseId", new { account, databaseId }),
            cancellationToken).ConfigureAwait(false);
        return row?.ToDatabase();
    }

    public async Task<ImmutableArray<DatabaseRow>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} WHERE account = @account ORDER BY name_key", new { account }).AsList(), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDatabase())];
    }

    private static string NameKey(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private static DatabaseUpdate WhyNot(SqlSession session, DatabaseRow row, long expectedVersion)
    {
        var select = session.Statement("SELECT version FROM databases WHERE account = ?1 AND database_id = ?2").Bind(1, row.Account).Bind(2, row.DatabaseId);
        try
        {
            return !select.Step() ? DatabaseUpdate.NotFound
                : select.GetInt64(0) == expectedVersion ? DatabaseUpdate.NameTaken
                : DatabaseUpdate.OtherVersion;
        }
        finally
        {
            select.Reset();
        }
    }

    private sealed record Row(string Account, string DatabaseId, long Version, string Name, long SettingsVersion, string Settings, string CreatedAt, string? DeletingSince)
    {
        public DatabaseRow ToDatabase() =>
            new(Account, DatabaseId, Name, StoredForms.DecodeSettings(SettingsVersion, Settings), Instant.Parse(CreatedAt)) { Version = Version, DeletingSince = Instant.ParseOrNull(DeletingSince) };
    }
}
