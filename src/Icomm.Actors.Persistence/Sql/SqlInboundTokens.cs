using Dapper;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The tokens in the table <c>inboxes</c>.</summary>
internal sealed class SqlInboundTokens(ISqlDatabase database) : IInboundTokens
{
    private const string Columns = """
        SELECT account, integration_id AS integrationId, token_hash AS hash, token_hint AS hint, token_created_at AS createdAt, token_used_at AS usedAt,
               former_hash AS formerHash, former_hint AS formerHint, former_until AS formerUntil, former_used_at AS formerUsedAt
        FROM inboxes
        """;

    // SQL assigns from the row as it was: the former token is the one that is being replaced.
    private const string Replace = """
        UPDATE inboxes
        SET former_hash = CASE WHEN ?5 IS NULL THEN NULL ELSE token_hash END, former_hint = CASE WHEN ?5 IS NULL THEN NULL ELSE token_hint END,
            former_until = CASE WHEN token_hash IS NULL THEN NULL ELSE ?5 END, former_used_at = CASE WHEN ?5 IS NULL THEN NULL ELSE token_used_at END,
            token_hash = ?2, token_hint = ?3, token_created_at = ?4, token_used_at = NULL
        WHERE inbox_key = ?1
        """;

    private const string Clear = """
        UPDATE inboxes
        SET token_hash = NULL, token_hint = NULL, token_created_at = NULL, token_used_at = NULL, former_hash = NULL, former_hint = NULL, former_until = NULL, former_used_at = NULL
        WHERE account = ?1 AND integration_id = ?2 AND token_hash IS NOT NULL
        """;

    public async Task<InboundTokens?> FindAsync(string integrationId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} WHERE integration_id = @integrationId AND token_hash IS NOT NULL", new { integrationId }), cancellationToken).ConfigureAwait(false);
        return row?.ToTokens();
    }

    public Task RotateAsync(IntegrationKey integration, byte[] hash, string hint, DateTimeOffset at, DateTimeOffset? formerUntil, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement(Replace)
            .Bind(1, InboxKeys.FindOrAdd(session, integration))
            .Bind(2, hash)
            .Bind(3, hint)
            .Bind(4, Instant.Text(at))
            .Bind(5, Instant.Text(formerUntil))
            .Execute(),
        cancellationToken);

    public Task<bool> RevokeAsync(IntegrationKey integration, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement(Clear).Bind(1, integration.Account).Bind(2, integration.IntegrationId).Execute() == 1, cancellationToken);

    private sealed record Row(
        string Account,
        string IntegrationId,
        byte[] Hash,
        string Hint,
        string CreatedAt,
        string? UsedAt,
        byte[]? FormerHash,
        string? FormerHint,
        string? FormerUntil,
        string? FormerUsedAt)
    {
        public InboundTokens ToTokens() => new(
            new IntegrationKey(Account, IntegrationId),
            new InboundToken(Hash, Hint, Instant.ParseOrNull(UsedAt)),
            Instant.Parse(CreatedAt),
            FormerHash is null ? null : new InboundToken(FormerHash, FormerHint!, Instant.ParseOrNull(FormerUsedAt)),
            Instant.ParseOrNull(FormerUntil));

        public override string ToString() => nameof(Row);
    }
}
