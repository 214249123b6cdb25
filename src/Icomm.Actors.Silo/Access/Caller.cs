using System.Collections.Immutable;

namespace Icomm.Actors.Silo.Access;

/// <summary>Who asks, and in which account: what every key of a grain and of a row begins with. There is none of a request without a key.</summary>
/// <param name="Account">The account that is acted in: the key's own, or the one that an operator names.</param>
/// <param name="KeyId">The key that was shown.</param>
/// <param name="KeyAccount">The account that the key belongs to.</param>
internal sealed record Caller(string Account, string KeyId, string KeyAccount, ImmutableArray<string> Scopes)
{
    /// <summary>The first scope that is wanted and that the caller lacks; null when there is none.</summary>
    public string? Lacks(IEnumerable<string> wanted) => wanted.FirstOrDefault(scope => !Scopes.Contains(scope));
}
