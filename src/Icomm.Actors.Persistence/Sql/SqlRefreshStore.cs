using Dapper;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>database_refreshes</c>.</summary>
internal sealed class SqlRefreshStore(ISqlDatabase database) : IRefreshStore
{
    private const string Insert = """
        INSERT INTO database_refreshes (account, database_id, version, next_due_at, completed_on, state_version, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (account, database_id) DO NOTHING
        """;

    private const string Update = """
        UPDATE database_refreshes SET version = ?3, next_due_at = ?4, completed_on = ?5, state_version = ?6, state = ?7 WHERE account = ?1 AND database_id = ?2 AND version = ?8
        """;

    public async Task<(RefreshRecord Record, long Version)?> ReadAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>(
                "SELECT version, state_version AS stateVersion, state FROM database_refreshes WHERE account = @account AND database_id = @databaseId", new { account, databaseId }),
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : (StoredForms.DecodeRefresh(row.StateVersion, row.State), row.Version);
    }

    public Task<VersionedWrite> WriteAsync(string account, string databaseId, long expectedVersion, RefreshRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        // Taken now: the record belongs to its grain, which may go on changing it.
        var (state, nextDueAt, completedOn) = (StoredForms.Encode(record), Instant.Text(record.NextDueAt), (long?)record.LastCompleted?.AsOf.DayNumber);
        return database.WriteAsync(
            session =>
            {
                var statement = session.Statement(expectedVersion == 0 ? Insert : Update)
                    .Bind(1, account)
                    .Bind(2, databaseId)
                    .Bind(3, expectedVersion + 1)
                    .Bind(4, nextDueAt)
                    .Bind(5, completedOn)
                    .Bind(6, StoredForms.RefreshVersion)
                    .Bind(7, state);
                if (expectedVersion != 0)
                    statement.Bind(8, expectedVersion);
                return VersionedRows.Write(statement, expectedVersion, VersionOf(session, account, databaseId));
            },
            cancellationToken);
    }

    public Task<VersionedWrite> DeleteAsync(string account, string databaseId, long expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        session => VersionedRows.Delete(
            session.Statement("DELETE FROM database_refreshes WHERE account = ?1 AND database_id = ?2 AND version = ?3").Bind(1, account).Bind(2, databaseId).Bind(3, expectedVersion),
            expectedVersion,
            VersionOf(session, account, databaseId)),
        cancellationToken);

    private static SqlStatement VersionOf(SqlSession session, string account, string databaseId) =>
        session.Statement("SELECT version FROM database_refreshes WHERE account = ?1 AND database_id = ?2").Bind(1, account).Bind(2, databaseId);

    private sealed record Row(long Version, long StateVersion, byte[] State);
}
