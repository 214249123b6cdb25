using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>api_keys</c>.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string Columns = """
        k.key_id AS keyId, k.account AS account, k.name AS name, k.scopes AS scopes, k.hash AS hash, k.hint AS hint, k.created_at AS createdAt,
        k.expires_at AS expiresAt, k.last_used_at AS lastUsedAt, k.revoked_at AS revokedAt, k.former_until AS formerUntil
        """;

    private const string ByHash = $"""
        SELECT {Columns}, CAST(CASE WHEN k.hash <> @hash THEN 1 ELSE 0 END AS BIGINT) AS isFormer, CAST(CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS isAccountDisabled
        FROM api_keys k JOIN accounts a ON a.account = k.account
        WHERE k.hash = @hash OR k.former_hash = @hash
        """;

    // SQL assigns from the row as it was: the former secret is the one that is being replaced.
    private const string Replace = """
        UPDATE api_keys
        SET former_hash = CASE WHEN ?5 IS NULL THEN NULL ELSE hash END, former_until = ?5, hash = ?3, hint = ?4
        WHERE account = ?1 AND key_id = ?2 AND revoked_at IS NULL
        """;

    public Task AddAsync(ApiKeyRow key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return database.WriteAsync(session => Insert(session, key), cancellationToken);
    }

    public async Task<PresentedApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(connection => connection.QuerySingleOrDefault<PresentedRow>(ByHash, new { hash }), cancellationToken).ConfigureAwait(false);
        return row is null ? null : new PresentedApiKey(row.ToKey(), row.IsFormer != 0, row.IsAccountDisabled != 0);
    }

    public async Task<ApiKeyRow?> FindAsync(string account, string keyId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM api_keys k WHERE k.account = @account AND k.key_id = @keyId", new { account, keyId }),
            cancellationToken).ConfigureAwait(false);
        return row?.ToKey();
    }

    public async Task<ImmutableArray<ApiKeyRow>> ListAsync(string account, string? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var page = before is null ? "" : "AND k.key_id < @before";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"SELECT {Columns} FROM api_keys k WHERE k.account = @account {page} ORDER BY k.key_id DESC LIMIT @limit", new { account, before, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToKey())];
    }

    public Task<bool> RotateAsync(string account, string keyId, ApiKeySecret secret, DateTimeOffset? formerUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return database.WriteAsync(
            session => session.Statement(Replace).Bind(1, account).Bind(2, keyId).Bind(3, secret.Hash).Bind(4, secret.Hint).Bind(5, Instant.Text(formerUntil)).Execute() == 1,
            cancellationToken);
    }

    public Task<bool> RevokeAsync(string account, string keyId, DateTimeOffset at, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("UPDATE api_keys SET revoked_at = ?3, former_hash = NULL, former_until = NULL WHERE account = ?1 AND key_id = ?2 AND revoked_at IS NULL")
            .Bind(1, account)
            .Bind(2, keyId)
            .Bind(3, Instant.Text(at))
            .Execute() == 1,
        cancellationToken);

    public Task TouchAsync(string keyId, DateTimeOffset at, DateTimeOffset unlessSince, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("UPDATE api_keys SET last_used_at = ?2 WHERE key_id = ?1 AND (last_used_at IS NULL OR last_used_at < ?3)")
            .Bind(1, keyId)
            .Bind(2, Instant.Text(at))
            .Bind(3, Instant.Text(unlessSince))
            .Execute(),
        cancellationToken);

    internal static int Insert(SqlSession session, ApiKeyRow key) => session
        .Statement("INSERT INTO api_keys (key_id, account, name, scopes, hash, hint, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .Bind(1, key.KeyId)
        .Bind(2, key.Account)
        .Bind(3, key.Name)
        .Bind(4, string.Join(' ', key.Scopes))
        .Bind(5, key.Secret.Hash)
        .Bind(6, key.Secret.Hint)
        .Bind(7, Instant.Text(key.CreatedAt))
        .Bind(8, Instant.Text(key.ExpiresAt))
        .Execute();

    private record Row(
        string KeyId, string Account, string Name, string Scopes, byte[] Hash, string Hint, string CreatedAt, string? ExpiresAt, string? LastUsedAt, string? RevokedAt, string? FormerUntil)
    {
        public ApiKeyRow ToKey() => new()
        {
            KeyId = KeyId,
            Account = Account,
            Name = Name,
            Scopes = [.. Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Secret = new ApiKeySecret(Hash, Hint),
            CreatedAt = Instant.Parse(CreatedAt),
            ExpiresAt = Instant.ParseOrNull(ExpiresAt),
            LastUsedAt = Instant.ParseOrNull(LastUsedAt),
            RevokedAt = Instant.ParseOrNull(RevokedAt),
            FormerUntil = Instant.ParseOrNull(FormerUntil),
        };
    }

    private sealed record PresentedRow(
        string KeyId, string Account, string Name, string Scopes, byte[] Hash, string Hint, string CreatedAt, string? ExpiresAt, string? LastUsedAt, string? RevokedAt, string? FormerUntil,
        long IsFormer, long IsAccountDisabled) : Row(KeyId, Account, Name, Scopes, Hash, Hint, CreatedAt, ExpiresAt, LastUsedAt, RevokedAt, FormerUntil);
}
