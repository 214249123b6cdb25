using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A grain class in one cluster: how its grains are made, and which are active where.</summary>
internal sealed class GrainClass
{
    private readonly EmbeddedCluster _cluster;
    private readonly ConcurrentDictionary<string, Activation> _activations = new();
    private readonly ObjectFactory _construct;
    private readonly Func<Activation, object>[] _arguments;

    public GrainClass(EmbeddedCluster cluster, Type type)
    {
        _cluster = cluster;
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        if (Interfaces.Length == 0)
        {
            throw new OrleansConfigurationException($"Grain class {type} implements no grain interface");
        }

        var parameters = GrainParameters.Of(type);
        _construct = ActivatorUtilities.CreateFactory(type, [.. parameters.Select(each => each.Type)]);
        _arguments = [.. parameters.Select(each => each.Create)];
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool Reentrant { get; }

    /// <summary>The grain interfaces that it implements.</summary>
    public Type[] Interfaces { get; }

    /// <summary>Full name with the assembly, as the management view gives it.</summary>
    public string FullName => $"{Type.FullName},{Type.Assembly.GetName().Name}";

    /// <summary>The activation of this key; placed on a live silo when there is none; null when no silo lives.</summary>
    public Activation? FindOrPlace(string key)
    {
        while (true)
        {
            if (_activations.TryGetValue(key, out var activation))
            {
                return activation;
            }

            if (_cluster.PlaceOn() is not { } silo)
            {
                return null;
            }

            activation = new Activation(silo, this, key);
            if (!_activations.TryAdd(key, activation))
            {
                continue;
            }

            if (silo.TryAdd(activation))
            {
                return activation;
            }

            // The silo went meanwhile; somebody may have found the activation already.
            activation.Crash();
        }
    }

    public Activation? Find(string key) => _activations.GetValueOrDefault(key);

    public void Forget(Activation activation) => _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));

    /// <summary>Creates the grain object and the states that are to be read before it is activated.</summary>
    public (object Grain, IReadBeforeActivation[] States) Construct(Activation activation)
    {
        var arguments = _arguments.Length == 0 ? [] : new object[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](activation);
        }

        return (_construct(activation.ActivationServices, arguments), [.. arguments.OfType<IReadBeforeActivation>()]);
    }

    private static bool IsGrainInterface(Type type) =>
        typeof(IGrain).IsAssignableFrom(type)
        && type != typeof(IGrain)
        && type != typeof(IGrainWithStringKey)
        && type != typeof(IGrainWithIntegerKey)
        && type != typeof(IRemindable);

    // Orleans' convention, so that storage keys are the same under both engines.
    private static string NameOf(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > "grain".Length && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^"grain".Length] : name;
    }
}
