using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Wishes for a new token.</summary>
public sealed record RotateInboundTokenRequest
{
    /// <summary>Hours for which the token before it, if there is one, is valid still: 0 to 168 (a week), 24 when left out.</summary>
    [Range(0, 168)]
    public int GraceHours { get; init; } = 24;
}

/// <summary>A new token, with the address that it opens. It is shown this once.</summary>
/// <param name="Url">Where the store sends its messages.</param>
/// <param name="Token">To be sent along as <c>Authorization: Bearer</c>, <c>Token-Autenticacion-Efenicio</c> or <c>X-Icomm-Token</c>.</param>
/// <param name="PassedOn">Settings that the store has to be told as well, as <c>notificationHubModuleId</c> of Fenicio.</param>
public sealed record NewInboundTokenResponse(string Url, string Token, DateTimeOffset CreatedAt, ImmutableDictionary<string, string> PassedOn)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => nameof(NewInboundTokenResponse);
}

/// <summary>The token that a store pushes with, without itself.</summary>
/// <param name="Url">Where the store sends its messages.</param>
/// <param name="Hint">The token's last four characters.</param>
/// <param name="LastUsedAt">When a message last came with it; absent when none has.</param>
/// <param name="Former">The token before it, while it is valid still.</param>
/// <param name="PassedOn">Settings that the store has to be told as well, as <c>notificationHubModuleId</c> of Fenicio.</param>
public sealed record InboundTokenResponse(
    string Url, string Hint, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, FormerInboundTokenResponse? Former, ImmutableDictionary<string, string> PassedOn)
{
    internal static InboundTokenResponse From(string url, InboundTokens tokens, DateTimeOffset now, ImmutableDictionary<string, string> passedOn) => new(
        url,
        tokens.Current.Hint,
        tokens.CreatedAt,
        tokens.Current.LastUsedAt,
        tokens is { Former: { } former, FormerUntil: { } until } && until > now ? new FormerInboundTokenResponse(former.Hint, until, former.LastUsedAt) : null,
        passedOn);
}

/// <summary>The token before the last rotation.</summary>
/// <param name="Hint">Its last four characters.</param>
/// <param name="LastUsedAt">When a message last came with it: as long as this moves, the store has not changed over.</param>
public sealed record FormerInboundTokenResponse(string Hint, DateTimeOffset ValidUntil, DateTimeOffset? LastUsedAt);
