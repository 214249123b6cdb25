using System.Reflection;

namespace Icomm.Actors.Testing.Outside.Processes;

/// <summary>What the build of the tests that run noted down: where the programs of the same build lie.</summary>
internal static class Shipped
{
    public static string Silo => Noted("Program:Icomm.Actors.Silo");

    public static string Demo => Noted("Program:Icomm.Actors.Demo");

    /// <summary>Also knows how to be a silo whose orders are prepared.</summary>
    public static string Benchmarks => Noted("Program:Icomm.Actors.Benchmarks");

    /// <summary><c>embedded</c> or <c>orleans</c>.</summary>
    public static string ActorEngine => Noted("ActorEngine");

    public static string RepositoryRoot => Noted("RepositoryRoot");

    private static string Noted(string key) =>
        AppDomain.CurrentDomain.GetAssemblies().SelectMany(assembly => assembly.GetCustomAttributes<AssemblyMetadataAttribute>()).FirstOrDefault(note => note.Key == key)?.Value
        ?? throw new InvalidOperationException($"The build noted no {key}.");
}
