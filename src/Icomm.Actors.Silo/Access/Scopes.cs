using System.Collections.Immutable;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Access;

/// <summary>What a key opens. Each stands for itself: a key that may write and not read is a key to push with.</summary>
internal static class Scopes
{
    /// <summary>Every GET.</summary>
    public const string Read = "read";

    /// <summary>Everything that changes something, or asks a store.</summary>
    public const string Write = "write";

    /// <summary>Over all accounts: the accounts themselves, and acting in any of them.</summary>
    public const string Operate = "operate";

    public static readonly ImmutableArray<string> All = [Read, Write, Operate];

    public static string Of(ApiScope scope) => scope switch
    {
        ApiScope.Read => Read,
        ApiScope.Write => Write,
        ApiScope.Operate => Operate,
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };
}
