namespace Icomm.Actors.Persistence.Accounts;

/// <summary>Requests that callers may send again without anything being made twice.</summary>
public interface IIdempotentRequests
{
    /// <summary>Takes the key for a request, unless one that began later than <paramref name="forgetBefore"/> has it.</summary>
    /// <param name="fingerprint">SHA-256 of the request.</param>
    /// <param name="giveUpBefore">A request that began before it and has no answer is taken for lost.</param>
    /// <returns>The request that has the key; null when this one has it now, and must be completed or released.</returns>
    Task<IdempotentRequest?> BeginAsync(
        string account, string key, byte[] fingerprint, DateTimeOffset now, DateTimeOffset forgetBefore, DateTimeOffset giveUpBefore, CancellationToken cancellationToken);

    Task CompleteAsync(string account, string key, IdempotentAnswer answer, CancellationToken cancellationToken);

    /// <summary>Lets the key go: the request made nothing, and may be sent again.</summary>
    Task ReleaseAsync(string account, string key, CancellationToken cancellationToken);
}

/// <param name="Answer">Null while it is being answered.</param>
public sealed record IdempotentRequest(byte[] Fingerprint, IdempotentAnswer? Answer);

/// <param name="Tag">The header ETag.</param>
/// <param name="Body">Without any secret.</param>
public sealed record IdempotentAnswer(int Status, string? Location, string? Tag, string? ContentType, byte[] Body);
