using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Accounts;

/// <summary>The keys that callers of the API show. Only their hashes are known.</summary>
public interface IApiKeyStore
{
    Task AddAsync(ApiKeyRow key, CancellationToken cancellationToken);

    /// <summary>Finds a key by its secret or by the secret before its last rotation, whatever has become of it since.</summary>
    /// <param name="hash">SHA-256 of the secret.</param>
    Task<PresentedApiKey?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    Task<ApiKeyRow?> FindAsync(string account, string keyId, CancellationToken cancellationToken);

    /// <summary>Newest first, with those that are revoked or expired.</summary>
    /// <param name="before">The id that the page before ended with; null from the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<ApiKeyRow>> ListAsync(string account, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Gives a key that is not revoked another secret.</summary>
    /// <param name="formerUntil">Until when the secret before it is valid still; null for no longer.</param>
    /// <returns>False when there is no such key, or it is revoked.</returns>
    Task<bool> RotateAsync(string account, string keyId, ApiKeySecret secret, DateTimeOffset? formerUntil, CancellationToken cancellationToken);

    /// <returns>False when there is no such key, or it is revoked already.</returns>
    Task<bool> RevokeAsync(string account, string keyId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes that the key was used, unless a use since <paramref name="unlessSince"/> is noted already.</summary>
    Task TouchAsync(string keyId, DateTimeOffset at, DateTimeOffset unlessSince, CancellationToken cancellationToken);
}

/// <param name="Hash">SHA-256 of the secret.</param>
/// <param name="Hint">The secret's last four characters, so that a person can tell two apart.</param>
public sealed record ApiKeySecret(byte[] Hash, string Hint);

public sealed record ApiKeyRow
{
    public required string KeyId { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public required ApiKeySecret Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Until when the secret before the last rotation is valid.</summary>
    public DateTimeOffset? FormerUntil { get; init; }
}

/// <summary>A key that was found by a secret.</summary>
/// <param name="IsFormer">Whether the secret is the one before the last rotation.</param>
/// <param name="IsAccountDisabled">Whether the account's keys open nothing at present.</param>
public sealed record PresentedApiKey(ApiKeyRow Key, bool IsFormer, bool IsAccountDisabled)
{
    /// <summary>Whether it opens anything at that instant.</summary>
    public bool IsValidAt(DateTimeOffset now) => Key.RevokedAt is null && (!IsFormer || Key.FormerUntil > now);

    public bool IsExpiredAt(DateTimeOffset now) => Key.ExpiresAt <= now;
}
