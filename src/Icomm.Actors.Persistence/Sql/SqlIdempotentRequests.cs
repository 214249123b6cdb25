using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>idempotent_requests</c>.</summary>
internal sealed class SqlIdempotentRequests(ISqlDatabase database) : IIdempotentRequests
{
    // As many at a time as keep the table from growing, and no more: somebody waits.
    private const string Forget = """
        DELETE FROM idempotent_requests
        WHERE (account, request_key) IN (SELECT account, request_key FROM idempotent_requests WHERE begun_at < ?1 ORDER BY begun_at LIMIT 20)
        """;

    private const string Take = """
        INSERT INTO idempotent_requests (account, request_key, fingerprint, begun_at, resource_id) VALUES (?1, ?2, ?3, ?4, ?7)
        ON CONFLICT (account, request_key) DO UPDATE
        SET resource_id = CASE
                WHEN idempotent_requests.status IS NULL AND idempotent_requests.fingerprint = excluded.fingerprint THEN coalesce(idempotent_requests.resource_id, excluded.resource_id)
                ELSE excluded.resource_id
            END,
            fingerprint = excluded.fingerprint, begun_at = excluded.begun_at, is_released = 0, status = NULL, location = NULL, tag = NULL, content_type = NULL, body = NULL
        WHERE idempotent_requests.begun_at < ?5 OR (idempotent_requests.status IS NULL AND (idempotent_requests.is_released = 1 OR idempotent_requests.begun_at < ?6))
        RETURNING resource_id
        """;

    private const string Read = "SELECT fingerprint, status, location, tag, content_type, body FROM idempotent_requests WHERE account = ?1 AND request_key = ?2";

    private const string Complete = "UPDATE idempotent_requests SET status = ?3, location = ?4, tag = ?5, content_type = ?6, body = ?7 WHERE account = ?1 AND request_key = ?2 AND status IS NULL";

    private const string Release = "UPDATE idempotent_requests SET is_released = 1 WHERE account = ?1 AND request_key = ?2 AND status IS NULL";

    public Task<IdempotentTurn> BeginAsync(
        string account, string key, byte[] fingerprint, string resourceId, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset giveUpBefore, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Statement(Forget).Bind(1, Instant.Text(forgetBefore)).Execute();
            var take = session.Statement(Take)
                .Bind(1, account)
                .Bind(2, key)
                .Bind(3, fingerprint)
                .Bind(4, Instant.Text(now))
                .Bind(5, Instant.Text(forgetBefore))
                .Bind(6, Instant.Text(giveUpBefore))
                .Bind(7, resourceId);
            try
            {
                if (take.Step())
                    return new IdempotentTurn(take.GetText(0), Other: null);
            }
            finally
            {
                take.Reset();
            }

            return new IdempotentTurn(ResourceId: null, Find(session, account, key));
        },
        cancellationToken);

    public Task CompleteAsync(string account, string key, IdempotentAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return database.WriteAsync(
            session => session.Statement(Complete)
                .Bind(1, account)
                .Bind(2, key)
                .Bind(3, answer.Status)
                .Bind(4, answer.Location)
                .Bind(5, answer.Tag)
                .Bind(6, answer.ContentType)
                .Bind(7, answer.Body)
                .Execute(),
            cancellationToken);
    }

    public Task ReleaseAsync(string account, string key, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Statement(Release).Bind(1, account).Bind(2, key).Execute(), cancellationToken);

    private static IdempotentRequest Find(SqlSession session, string account, string key)
    {
        var select = session.Statement(Read).Bind(1, account).Bind(2, key);
        try
        {
            if (!select.Step())
                throw new InvalidOperationException("A key that could not be taken has a row.");
            var answer = select.IsNull(1) ? null : new IdempotentAnswer(select.GetInt32(1), select.GetTextOrNull(2), select.GetTextOrNull(3), select.GetTextOrNull(4), select.GetBlob(5));
            return new IdempotentRequest(select.GetBlob(0), answer);
        }
        finally
        {
            select.Reset();
        }
    }
}
