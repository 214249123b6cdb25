using System.Reflection;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>What a silo is made of.</summary>
internal static class ProductAssemblies
{
    public static IEnumerable<Assembly> All()
    {
        var root = typeof(SiloApp).Assembly;
        HashSet<string> seen = [root.GetName().Name!];
        Queue<Assembly> open = new([root]);
        while (open.TryDequeue(out var assembly))
        {
            yield return assembly;
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Icomm.Actors.", StringComparison.Ordinal) && seen.Add(name.Name)))
                open.Enqueue(Assembly.Load(name));
        }
    }
}
