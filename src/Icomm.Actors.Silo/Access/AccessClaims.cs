namespace Icomm.Actors.Silo.Access;

/// <summary>What an API key says of who shows it.</summary>
internal static class AccessClaims
{
    public const string Key = "key";

    /// <summary>The account that the key belongs to.</summary>
    public const string Account = "account";

    public const string Scope = "scope";
}
