using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>The grain classes of a cluster, and which of them implements which interface.</summary>
internal sealed class GrainCatalog
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly ConcurrentDictionary<Type, (GrainInterface Interface, GrainClass Class)> _byInterface = new();

    public GrainCatalog(EmbeddedCluster cluster, IEnumerable<Assembly> assemblies)
    {
        var classes = assemblies.Append(typeof(GrainCatalog).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrainBase).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);
        foreach (var type in classes)
        {
            var grainClass = new GrainClass(cluster, type);
            if (!_byType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"{type} and {_byType[grainClass.GrainType].Type} have the same grain type name, {grainClass.GrainType}");
            }
        }
    }

    /// <exception cref="ArgumentException">There is no such class.</exception>
    public GrainClass Class(GrainType type) =>
        _byType.GetValueOrDefault(type) ?? throw new ArgumentException($"No grain class is named {type}", nameof(type));

    /// <exception cref="ArgumentException">No class, or more than one, implements the interface.</exception>
    public (GrainInterface Interface, GrainClass Class) Resolve(Type interfaceType, string? prefix) =>
        prefix is null && _byInterface.TryGetValue(interfaceType, out var known) ? known : Find(interfaceType, prefix);

    private (GrainInterface, GrainClass) Find(Type interfaceType, string? prefix)
    {
        var grainInterface = GrainInterface.Of(interfaceType);
        var classes = _byType.Values
            .Where(each => interfaceType.IsAssignableFrom(each.Type))
            .Where(each => prefix is null || each.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))
            .ToArray();
        if (classes.Length != 1)
        {
            throw new ArgumentException(
                classes.Length == 0
                    ? $"No grain class implements {interfaceType}; are all grain assemblies given?"
                    : $"Several grain classes implement {interfaceType}: {string.Join(", ", classes.Select(each => each.Type))}",
                nameof(interfaceType));
        }

        if (prefix is null)
        {
            _byInterface[interfaceType] = (grainInterface, classes[0]);
        }

        return (grainInterface, classes[0]);
    }
}
