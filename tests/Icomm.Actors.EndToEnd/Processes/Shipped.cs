using System.Reflection;

namespace Icomm.Actors.EndToEnd.Processes;

/// <summary>What the build of these tests noted down: where the programs of the same build lie.</summary>
internal static class Shipped
{
    public static string Silo => Noted("Program:Icomm.Actors.Silo");

    public static string Demo => Noted("Program:Icomm.Actors.Demo");

    /// <summary><c>embedded</c> or <c>orleans</c>.</summary>
    public static string ActorEngine => Noted("ActorEngine");

    public static string RepositoryRoot => Noted("RepositoryRoot");

    private static string Noted(string key) =>
        typeof(Shipped).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(note => note.Key == key)?.Value
        ?? throw new InvalidOperationException($"The build noted no {key}.");
}
