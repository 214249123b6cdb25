using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>rejected_records</c>. The raw text is personal data and is kept nowhere else.</summary>
internal sealed class SqlRejectedRecords(ISqlDatabase database) : IRejectedRecords
{
    private const string Insert = """
        INSERT INTO rejected_records (account, integration_id, resource, raw_hash, run_id, record_id, code, reason, at, raw)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (account, integration_id, resource, raw_hash) DO NOTHING
        """;

    private const string Select = """
        SELECT id, account, integration_id, run_id, resource, record_id, code, reason, at, raw
        FROM rejected_records WHERE account = ?1 AND integration_id = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4
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
                        .BindUtf8(10, Encoding.UTF8.GetBytes(record.Raw))
                        .Execute();
                }

                return added;
            },
            cancellationToken);
    }

    public Task<ImmutableArray<StoredRejectedRecord>> ListAsync(string account, string integrationId, long? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.ReadAsync(
            session =>
            {
                var select = session.Statement(Select).Bind(1, account).Bind(2, integrationId).Bind(3, before ?? long.MaxValue).Bind(4, limit);
                try
                {
                    var records = ImmutableArray.CreateBuilder<StoredRejectedRecord>();
                    while (select.Step())
                        records.Add(new StoredRejectedRecord(select.GetInt64(0), Read(select)));
                    return records.DrainToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
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

    private static RejectedRecord Read(SqlStatement row) => new()
    {
        Account = row.GetText(1),
        IntegrationId = row.GetText(2),
        RunId = row.GetText(3),
        Resource = row.GetText(4),
        RecordId = row.GetTextOrNull(5),
        Code = row.GetText(6),
        Reason = row.GetText(7),
        At = Instant.Parse(row.GetText(8)),
        Raw = Encoding.UTF8.GetString(row.GetUtf8(9)),
    };
}
