using System.Collections.Immutable;
using System.Text;
using Dapper;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>databases</c>.</summary>
internal sealed class SqliteDatabaseStore(SqliteDatabase database) : IDatabaseStore
{
    private const string Columns =
        "SELECT account, database_id AS databaseId, name, settings_version AS settingsVersion, settings, created_at AS createdAt FROM databases WHERE account = @account";

    public Task<bool> TryAddAsync(DatabaseRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var settings = StoredForms.Encode(row.Settings);
        return database.WriteAsync(
            session => session
                .Statement("INSERT INTO databases (account, database_id, name, name_key, settings_version, settings, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")
                .Bind(1, row.Account)
                .Bind(2, row.DatabaseId)
                .Bind(3, row.Name)
                .Bind(4, row.Name.Normalize(NormalizationForm.FormC).ToUpperInvariant())
                .Bind(5, StoredForms.DatabaseSettingsVersion)
                .Bind(6, settings)
                .Bind(7, Instant.Text(row.CreatedAt))
                .Execute() == 1,
            cancellationToken);
    }

    public async Task<DatabaseRow?> FindAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} AND database_id = @databaseId", new { account, databaseId }), cancellationToken).ConfigureAwait(false);
        return row?.ToDatabase();
    }

    public async Task<ImmutableArray<DatabaseRow>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(connection => connection.Query<Row>($"{Columns} ORDER BY name_key", new { account }).AsList(), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDatabase())];
    }

    private sealed record Row(string Account, string DatabaseId, string Name, long SettingsVersion, string Settings, string CreatedAt)
    {
        public DatabaseRow ToDatabase() => new(Account, DatabaseId, Name, StoredForms.DecodeSettings(SettingsVersion, Settings), Instant.Parse(CreatedAt));
    }
}
