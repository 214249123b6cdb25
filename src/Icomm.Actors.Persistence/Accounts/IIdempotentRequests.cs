namespace Icomm.Actors.Persistence.Accounts;

/// <summary>Requests that callers may send again without anything being made twice.</summary>
public interface IIdempotentRequests
{
    /// <summary>Takes the key for a request, unless one that began later than <paramref name="forgetBefore"/> has it.</summary>
    /// <param name="fingerprint">SHA-256 of the request.</param>
    /// <param name="giveUpBefore">A request that began before it and has no answer is taken for lost.</param>
    /// <param name="resourceId">What the request is to call what it makes, unless it has been sent before and failed.</param>
    Task<IdempotentTurn> BeginAsync(
        string account, string key, byte[] fingerprint, string resourceId, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset giveUpBefore, CancellationToken cancellationToken);

    Task CompleteAsync(string account, string key, IdempotentAnswer answer, CancellationToken cancellationToken);

    /// <summary>Lets the key go: the request failed or was refused, and may be sent again.</summary>
    Task ReleaseAsync(string account, string key, CancellationToken cancellationToken);
}

/// <summary>Which of two requests with the same key it is: one of these is null.</summary>
/// <param name="ResourceId">The request has the key, and must be completed or released. What it makes has this id: the same as the last time, if it failed then, since that may have made it.</param>
/// <param name="Other">The request that has the key.</param>
public sealed record IdempotentTurn(string? ResourceId, IdempotentRequest? Other);

/// <param name="Answer">Null while it is being answered.</param>
public sealed record IdempotentRequest(byte[] Fingerprint, IdempotentAnswer? Answer);

/// <param name="Tag">The header ETag.</param>
/// <param name="Body">Without any secret.</param>
public sealed record IdempotentAnswer(int Status, string? Location, string? Tag, string? ContentType, byte[] Body);
