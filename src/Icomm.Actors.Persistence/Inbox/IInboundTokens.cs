using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Inbox;

/// <summary>The tokens with which stores push to integrations. Only their hashes are known.</summary>
public interface IInboundTokens
{
    /// <summary>Finds the tokens by all that an inbound address names.</summary>
    /// <returns>Null when the integration has none.</returns>
    Task<InboundTokens?> FindAsync(string integrationId, CancellationToken cancellationToken);

    /// <summary>Gives the integration another token.</summary>
    /// <param name="formerUntil">Until when the one before it, if there is one, is valid still; null revokes it.</param>
    Task RotateAsync(IntegrationKey integration, byte[] hash, string hint, DateTimeOffset at, DateTimeOffset? formerUntil, CancellationToken cancellationToken);

    /// <summary>Takes all tokens away.</summary>
    /// <returns>False when there were none.</returns>
    Task<bool> RevokeAsync(IntegrationKey integration, CancellationToken cancellationToken);
}

/// <summary>An integration's tokens.</summary>
/// <param name="Former">The one before the last rotation; null when there is none. It may have expired.</param>
public sealed record InboundTokens(IntegrationKey Integration, InboundToken Current, DateTimeOffset CreatedAt, InboundToken? Former, DateTimeOffset? FormerUntil);

/// <param name="Hash">SHA-256 of the token.</param>
/// <param name="Hint">The token's last four characters, so that a person can tell two apart.</param>
/// <param name="LastUsedAt">When a message last came with it; null for never.</param>
public sealed record InboundToken(byte[] Hash, string Hint, DateTimeOffset? LastUsedAt);
