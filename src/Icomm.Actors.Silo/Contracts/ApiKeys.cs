using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What a key opens. None includes another.</summary>
public enum ApiScope
{
    /// <summary>Every GET.</summary>
    Read,

    /// <summary>Everything that changes something, or asks a store.</summary>
    Write,

    /// <summary>Over all accounts: the accounts themselves, and acting in any of them.</summary>
    Operate,
}

/// <summary>A new key.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>What it is for, to tell it from others.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>None that the key which makes it doesn't have.</summary>
    [Required, MinLength(1), MaxLength(3)]
    public required List<ApiScope> Scopes { get; init; }

    /// <summary>When it ceases to be valid; never when left out. Not later than the key which makes it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Wishes for the new secret of a key.</summary>
public sealed record RotateApiKeyRequest
{
    /// <summary>Hours for which the secret before it is valid still: 0 to 168 (a week), 24 when left out.</summary>
    [Range(0, 168)]
    public int GraceHours { get; init; } = 24;
}

/// <summary>A key, without itself.</summary>
public sealed record ApiKeyResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required ImmutableArray<ApiScope> Scopes { get; init; }

    /// <summary>The key's last four characters.</summary>
    public required string Hint { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the minute; absent when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Absent while it is valid.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Until when the secret before the last rotation is valid still; absent when it is not.</summary>
    public DateTimeOffset? FormerValidUntil { get; init; }

    internal static ApiKeyResponse From(ApiKeyRow row, DateTimeOffset now) => new()
    {
        Id = row.KeyId,
        Name = row.Name,
        Scopes = [.. row.Scopes.Select(scope => Enum.Parse<ApiScope>(scope, ignoreCase: true))],
        Hint = row.Secret.Hint,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        LastUsedAt = row.LastUsedAt,
        RevokedAt = row.RevokedAt,
        FormerValidUntil = row.FormerUntil > now ? row.FormerUntil : null,
    };
}

/// <summary>A key that was made or given a new secret, which is shown this once.</summary>
/// <param name="Key">To be sent along as <c>Authorization: Bearer</c> or <c>X-Api-Key</c>. Absent where a request was sent again (<c>Idempotency-Key</c>): rotate the key then.</param>
public sealed record NewApiKeyResponse(string Id, string? Key, string Name, ImmutableArray<ApiScope> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? FormerValidUntil)
{
    /// <summary>Never prints the key.</summary>
    public override string ToString() => nameof(NewApiKeyResponse);

    internal static NewApiKeyResponse From(string text, ApiKeyRow row, DateTimeOffset now)
    {
        var key = ApiKeyResponse.From(row, now);
        return new(key.Id, text, key.Name, key.Scopes, key.CreatedAt, key.ExpiresAt, key.FormerValidUntil);
    }
}
