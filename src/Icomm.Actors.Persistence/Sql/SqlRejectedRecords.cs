using System.Collections.Immutable;
using System.Globalization;
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
        ON CONFLICT (account, integration_id, resource, raw_hash) DO UPDATE
        SET resolved_at = NULL, run_id = excluded.run_id, record_id = excluded.record_id, code = excluded.code, reason = excluded.reason, at = excluded.at
        WHERE rejected_records.resolved_at IS NOT NULL
        """;

    private const string Select = """
        SELECT id, account, integration_id, run_id, resource, record_id, code, reason, at, resolved_at, raw
        FROM rejected_records WHERE account = ?1 AND integration_id = ?2 AND id < ?3{0} ORDER BY id DESC LIMIT ?4
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

    public async Task<int> ResolveAsync(
        string account, string integrationId, string resource, IReadOnlyCollection<string> recordIds, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Nearly always there is none: nothing is written then.
        var open = recordIds.Count == 0 ? [] : await database.ReadAsync(session => Open(session, account, integrationId, resource, recordIds), cancellationToken).ConfigureAwait(false);
        return open.Count == 0
            ? 0
            : await database.WriteAsync(
                session => session.Statement($"UPDATE rejected_records SET resolved_at = ?1 WHERE resolved_at IS NULL AND id IN {session.AmongKeys("?2")}").Bind(1, Instant.Text(at)).Bind(2, open).Execute(),
                cancellationToken).ConfigureAwait(false);
    }

    public Task<ImmutableArray<StoredRejectedRecord>> ListAsync(string account, string integrationId, bool? isResolved, long? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var condition = isResolved switch
        {
            null => "",
            true => " AND resolved_at IS NOT NULL",
            false => " AND resolved_at IS NULL",
        };
        return database.ReadAsync(
            session =>
            {
                var select = session.Statement(string.Format(CultureInfo.InvariantCulture, Select, condition)).Bind(1, account).Bind(2, integrationId).Bind(3, before ?? long.MaxValue).Bind(4, limit);
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

    private static List<long> Open(SqlSession session, string account, string integrationId, string resource, IReadOnlyCollection<string> recordIds)
    {
        var select = session
            .Statement($"SELECT id FROM rejected_records WHERE account = ?1 AND integration_id = ?2 AND resource = ?3 AND resolved_at IS NULL AND record_id IN {session.AmongTexts("?4")}")
            .Bind(1, account)
            .Bind(2, integrationId)
            .Bind(3, resource)
            .Bind(4, recordIds);
        try
        {
            var open = new List<long>();
            while (select.Step())
                open.Add(select.GetInt64(0));
            return open;
        }
        finally
        {
            select.Reset();
        }
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
        ResolvedAt = row.GetTextOrNull(9) is { } resolvedAt ? Instant.Parse(resolvedAt) : null,
        Raw = Encoding.UTF8.GetString(row.GetUtf8(10)),
    };
}
