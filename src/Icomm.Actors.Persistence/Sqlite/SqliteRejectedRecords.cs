using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>rejected_records</c>. The raw text is personal data and is kept nowhere else.</summary>
internal sealed class SqliteRejectedRecords(SqliteDatabase database) : IRejectedRecords
{
    private const string Insert = """
        INSERT INTO rejected_records (account, integration_id, resource, raw_hash, run_id, record_id, code, reason, at, raw)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (account, integration_id, resource, raw_hash) DO NOTHING
        """;

    private const string Columns = """
        SELECT id, account, integration_id AS integrationId, run_id AS runId, resource, record_id AS recordId, code, reason, raw, at
        FROM rejected_records WHERE account = @account AND integration_id = @integrationId
        """;

    public Task AddAsync(IReadOnlyCollection<RejectedRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
            return Task.CompletedTask;
        var hashed = records.Select(record => (Record: record, Hash: SHA256.HashData(Encoding.UTF8.GetBytes(record.Raw)))).ToArray();
        return database.WriteAsync(
            session =>
            {
                var added = 0;
                foreach (var (record, hash) in hashed)
                {
                    added += session.Statement(Insert)
                        .Bind(1, record.Account)
                        .Bind(2, record.IntegrationId)
                        .Bind(3, record.Resource)
                        .Bind(4, hash)
                        .Bind(5, record.RunId)
                        .Bind(6, record.RecordId)
                        .Bind(7, record.Code)
                        .Bind(8, record.Reason)
                        .Bind(9, Instant.Text(record.At))
                        .Bind(10, record.Raw)
                        .Execute();
                }

                return added;
            },
            cancellationToken);
    }

    public async Task<ImmutableArray<StoredRejectedRecord>> ListAsync(string account, string integrationId, long? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var page = before is null ? "" : "AND id < @before";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} {page} ORDER BY id DESC LIMIT @limit", new { account, integrationId, before, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToStored())];
    }

    public Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(
            session => session.Statement("DELETE FROM rejected_records WHERE id IN (SELECT id FROM rejected_records WHERE account = ?1 AND integration_id = ?2 AND at < ?3 ORDER BY id LIMIT ?4)")
                .Bind(1, account)
                .Bind(2, integrationId)
                .Bind(3, Instant.Text(before))
                .Bind(4, limit)
                .Execute(),
            cancellationToken);
    }

    private sealed record Row(
        long Id, string Account, string IntegrationId, string RunId, string Resource, string? RecordId, string Code, string Reason, string Raw, string At)
    {
        public StoredRejectedRecord ToStored() => new(Id, new RejectedRecord
        {
            Account = Account,
            IntegrationId = IntegrationId,
            RunId = RunId,
            Resource = Resource,
            RecordId = RecordId,
            Code = Code,
            Reason = Reason,
            Raw = Raw,
            At = Instant.Parse(At),
        });

        public override string ToString() => nameof(Row);
    }
}
