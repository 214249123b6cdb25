using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A grain interface: its methods, and how references of it are made.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();

    private readonly FrozenDictionary<MethodInfo, GrainMethod> _methods;
    private readonly GrainReference _prototype;

    private GrainInterface(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
        {
            throw new OrleansConfigurationException($"{type} is no grain interface");
        }

        Type = type;
        _methods = type.GetInterfaces().Append(type)
            .SelectMany(each => each.GetMethods())
            .Where(method => !method.IsStatic)
            .ToFrozenDictionary(method => method, GrainMethod.Create, ByReference.Instance);
        _prototype = (GrainReference)DispatchProxy.Create(type, typeof(GrainReference));
    }

    public Type Type { get; }

    /// <summary>A reference to no grain yet. DispatchProxy looks its type up on every creation; a copy of the first one doesn't.</summary>
    public GrainReference NewReference() => _prototype.Copy();

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, static each => new GrainInterface(each));

    public GrainMethod Method(MethodInfo method) =>
        _methods.TryGetValue(method, out var known)
            ? known
            : throw new NotSupportedException($"{Type.Name}.{method.Name}: grain interfaces have no generic methods in the embedded engine");

    // DispatchProxy hands over the same MethodInfo objects every time; comparing their contents would cost more than the call.
    private sealed class ByReference : IEqualityComparer<MethodInfo>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(MethodInfo? x, MethodInfo? y) => ReferenceEquals(x, y) || (x is not null && x.Equals(y));

        public int GetHashCode(MethodInfo method) => method.MetadataToken;
    }
}
