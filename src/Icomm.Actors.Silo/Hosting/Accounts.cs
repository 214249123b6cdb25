namespace Icomm.Actors.Silo.Hosting;

/// <summary>Whose objects a request is about.</summary>
internal static class Accounts
{
    /// <summary>The one account of an installation that has no keys.</summary>
    public const string Default = "default";
}
