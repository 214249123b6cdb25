using System.Collections.Immutable;
using System.Text;
using Dapper;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>erasures</c>, and what other tables hold of a person.</summary>
internal sealed class SqlErasures(ISqlDatabase database) : IErasures
{
    /// <summary>Records that are searched at a time: each may have 64 KB.</summary>
    private const int SearchedAtATime = 200;

    private const string Upsert = """
        INSERT INTO erasures (account, database_id, erasure_id, receipt_version, receipt) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (account, database_id, erasure_id) DO UPDATE SET receipt_version = excluded.receipt_version, receipt = excluded.receipt
        """;

    private const string SelectPublications = """
        SELECT p.publication_id AS publicationId, p.name, p.type
        FROM publications p
        JOIN published_contacts c ON c.publication_key = p.publication_key
        JOIN profiles r ON r.profile_key = c.profile_key
        JOIN database_keys k ON k.database_key = r.database_key
        WHERE p.account = @Account AND p.database_id = @Database AND k.account = @Account AND k.database_id = @Database AND r.profile_id = @ProfileId
        ORDER BY p.publication_id
        """;

    public Task SaveAsync(string account, string databaseId, ErasureReceipt receipt, CancellationToken cancellationToken)
    {
        var text = StoredForms.Encode(receipt);
        return database.WriteAsync(
            session => session.Statement(Upsert).Bind(1, account).Bind(2, databaseId).Bind(3, receipt.ErasureId).Bind(4, StoredForms.ErasureVersion).Bind(5, text).Execute(), cancellationToken);
    }

    public async Task<ErasureReceipt?> FindAsync(string account, string databaseId, string erasureId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>(
                "SELECT erasure_key AS cursor, receipt_version AS version, receipt FROM erasures WHERE account = @account AND database_id = @databaseId AND erasure_id = @erasureId",
                new { account, databaseId, erasureId }),
            cancellationToken).ConfigureAwait(false);
        return row?.Read();
    }

    public async Task<ImmutableArray<(long Cursor, ErasureReceipt Receipt)>> ListAsync(string account, string databaseId, long? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                """
                SELECT erasure_key AS cursor, receipt_version AS version, receipt FROM erasures
                WHERE account = @account AND database_id = @databaseId AND erasure_key < @before ORDER BY erasure_key DESC LIMIT @limit
                """,
                new { account, databaseId, before = before ?? long.MaxValue, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => (row.Cursor, row.Read()))];
    }

    public Task<ImmutableArray<ErasurePublication>> PublicationsAsync(ProfileKey profile, CancellationToken cancellationToken) =>
        database.QueryAsync<ImmutableArray<ErasurePublication>>(connection => [.. connection.Query<ErasurePublication>(SelectPublications, profile)], cancellationToken);

    public async Task<long> DeleteRejectedAsync(string account, string integrationId, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
            return 0;
        var deleted = 0L;
        for (var after = 0L; ;)
        {
            var start = after;
            var page = await database.ReadAsync(session => Search(session, account, integrationId, start, texts), cancellationToken).ConfigureAwait(false);
            var found = page.Where(record => record.IsNamed).Select(record => record.Id).ToArray();
            if (found.Length > 0)
                deleted += await database.WriteAsync(session => found.Sum(id => session.Statement("DELETE FROM rejected_records WHERE id = ?1").Bind(1, id).Execute()), cancellationToken).ConfigureAwait(false);
            if (page.Count < SearchedAtATime)
                return deleted;
            after = page[^1].Id;
        }
    }

    private sealed record Row(long Cursor, long Version, string Receipt)
    {
        public ErasureReceipt Read() => StoredForms.DecodeErasure(Version, Receipt);
    }

    /// <summary>The next records, and whether each names the person.</summary>
    private static List<(long Id, bool IsNamed)> Search(SqlSession session, string account, string integrationId, long after, IReadOnlyCollection<string> texts)
    {
        var select = session.Statement("SELECT id, raw FROM rejected_records WHERE account = ?1 AND integration_id = ?2 AND id > ?3 ORDER BY id LIMIT ?4")
            .Bind(1, account).Bind(2, integrationId).Bind(3, after).Bind(4, SearchedAtATime);
        try
        {
            var records = new List<(long, bool)>();
            while (select.Step())
                records.Add((select.GetInt64(0), PersonTexts.AreNamedIn(Encoding.UTF8.GetString(select.GetUtf8(1)), texts)));
            return records;
        }
        finally
        {
            select.Reset();
        }
    }
}
