using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>audit_log</c>.</summary>
internal sealed class SqlAuditLog(ISqlDatabase database) : IAuditLog
{
    private const string Upsert = """
        INSERT INTO audit_log (account, entry_id, at, key_id, key_account, action, resource, integration_id, database_id, outcome, changes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (account, entry_id) DO UPDATE
        SET resource = excluded.resource, integration_id = excluded.integration_id, database_id = excluded.database_id, outcome = excluded.outcome, changes = excluded.changes
        """;

    private const string Select = """
        SELECT l.account, l.entry_id AS entryId, l.at, l.key_id AS keyId, l.key_account AS keyAccount, k.name AS keyName, l.action, l.resource,
               l.integration_id AS integrationId, l.database_id AS databaseId, l.outcome, l.changes
        FROM audit_log l LEFT JOIN api_keys k ON k.key_id = l.key_id
        WHERE l.account = @account
          AND (@before IS NULL OR l.entry_id < @before)
          AND (@action IS NULL OR l.action = @action)
          AND (@integrationId IS NULL OR l.integration_id = @integrationId)
          AND (@databaseId IS NULL OR l.database_id = @databaseId)
          AND (@keyId IS NULL OR l.key_id = @keyId)
          AND (@from IS NULL OR l.at >= @from)
          AND (@until IS NULL OR l.at < @until)
        ORDER BY l.entry_id DESC
        LIMIT @limit
        """;

    private const string Remove = """
        DELETE FROM audit_log
        WHERE account = ?1 AND entry_id IN (SELECT entry_id FROM audit_log WHERE account = ?1 AND at < ?2 ORDER BY entry_id LIMIT ?3)
        """;

    public Task SaveAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var changes = StoredForms.Encode(entry.Changes);
        return database.WriteAsync(
            session => session.Statement(Upsert)
                .Bind(1, entry.Account)
                .Bind(2, entry.EntryId)
                .Bind(3, Instant.Text(entry.At))
                .Bind(4, entry.Key?.KeyId)
                .Bind(5, entry.Key?.Account)
                .Bind(6, entry.Action)
                .Bind(7, entry.Resource)
                .Bind(8, entry.IntegrationId)
                .Bind(9, entry.DatabaseId)
                .Bind(10, entry.Outcome.ToString())
                .Bind(11, changes)
                .Execute(),
            cancellationToken);
    }

    public Task WithdrawAsync(string account, string entryId, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM audit_log WHERE account = ?1 AND entry_id = ?2").Bind(1, account).Bind(2, entryId).Execute(), cancellationToken);

    public async Task<ImmutableArray<AuditEntry>> ListAsync(string account, AuditFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        ArgumentNullException.ThrowIfNull(filter);
        var (from, until) = (Instant.Text(filter.From), Instant.Text(filter.Until));
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(Select, new { account, before, action = filter.Action, integrationId = filter.IntegrationId, databaseId = filter.DatabaseId, keyId = filter.KeyId, from, until, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToEntry())];
    }

    public Task<int> RemoveAsync(string account, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(session => session.Statement(Remove).Bind(1, account).Bind(2, Instant.Text(before)).Bind(3, limit).Execute(), cancellationToken);
    }

    private sealed record Row(
        string Account, string EntryId, string At, string? KeyId, string? KeyAccount, string? KeyName, string Action, string Resource,
        string? IntegrationId, string? DatabaseId, string Outcome, string Changes)
    {
        public AuditEntry ToEntry() => new()
        {
            Account = Account,
            EntryId = EntryId,
            At = Instant.Parse(At),
            Key = KeyId is null ? null : new AuditedKey(KeyId, KeyAccount!, KeyName),
            Action = Action,
            Resource = Resource,
            IntegrationId = IntegrationId,
            DatabaseId = DatabaseId,
            Outcome = Enum.Parse<AuditOutcome>(Outcome),
            Changes = StoredForms.DecodeChanges(Changes),
        };
    }
}
