using System.Collections.Concurrent;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Engine;

/// <summary>
/// Remembers what Orleans calls the interfaces of grains. Without it each reference to a grain looks for an attribute and writes the name of the type anew, which for a page of orders costs as much as
/// computing the profiles' ids.
/// </summary>
internal sealed class OrleansInterfaceNames(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _names = [];

    /// <summary>Before Orleans' own, which are asked in the order of their registration.</summary>
    public static void AddTo(IServiceCollection collection) => collection.Insert(0, ServiceDescriptor.Singleton<IGrainInterfaceTypeProvider, OrleansInterfaceNames>());

    /// <returns>False for what Orleans names by an attribute, or by type arguments as well.</returns>
    public bool TryGetGrainInterfaceType(Type type, out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = _names.GetOrAdd(type, Find);
        return !grainInterfaceType.IsDefault;
    }

    private GrainInterfaceType Find(Type type) => type.IsGenericType || type.GetCustomAttributes(inherit: false).Any(attribute => attribute is IGrainInterfaceTypeProviderAttribute)
        ? default
        : services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention(type);
}
