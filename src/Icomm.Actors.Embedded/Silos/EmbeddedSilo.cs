using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded;

/// <summary>One logical silo: a service provider, and the activations that were placed on it.</summary>
public sealed class EmbeddedSilo : ILocalSiloDetails
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string, string?, Type), object> _stateSources = new();
    private readonly Dictionary<GrainClass, int> _counts = [];
    private Activation? _first;
    private Activation? _last;
    private ITimer? _collector;
    private long _coarseTime;

    internal EmbeddedSilo(EmbeddedCluster cluster, string name, int number, int generation)
    {
        Cluster = cluster;
        Name = name;
        Address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), generation);
        GrainFactory = new EmbeddedGrainFactory(cluster, this);
        Queue = new SiloQueue(cluster.Runner, name);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its address; nothing listens there.</summary>
    public SiloAddress Address { get; }

    /// <inheritdoc/>
    public SiloAddress SiloAddress => Address;

    /// <inheritdoc/>
    public string ClusterId => Cluster.Options.ClusterId;

    /// <summary>Its services.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>References whose calls come from this silo.</summary>
    public IGrainFactory Grains => GrainFactory;

    /// <summary>Whether it crashed.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>Whether new activations may be placed on it.</summary>
    public bool TakesActivations { get; private set; }

    /// <summary>Whether the services were made for this silo, rather than being a host's.</summary>
    internal bool OwnsServices { get; init; }

    internal EmbeddedCluster Cluster { get; }

    internal EmbeddedGrainFactory GrainFactory { get; }

    internal SiloQueue Queue { get; }

    internal SiloLog Log { get; private set; } = null!;

    /// <summary>Null where reminders aren't kept. Found once: a host that could not start disposes of its services before the silo stops.</summary>
    internal IReminderTable? ReminderTable { get; private set; }

    /// <summary>Ticks since an arbitrary moment.</summary>
    internal long Now => Cluster.Runner.TimeProvider.GetElapsedTime(0).Ticks;

    /// <summary>As <see cref="Now"/> at the last look for idle activations: noting the use of an activation costs a memory read.</summary>
    internal long CoarseTime => Volatile.Read(ref _coarseTime);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal void Start(IServiceProvider services)
    {
        Services = services;
        ReminderTable = services.GetService<IReminderTable>();
        Log = new SiloLog(services.GetRequiredService<ILoggerFactory>().CreateLogger<EmbeddedSilo>());
        _coarseTime = Now;
        TakesActivations = true;
        _collector = Cluster.Runner.CreateHousekeepingTimer(
            static silo => ((EmbeddedSilo)silo!).CollectIdle(), this, Cluster.Options.CollectionQuantum);
        Log.Started(Name);
    }

    internal StateSource<T> StateSource<T>(string stateName, string? storageName) =>
        (StateSource<T>)_stateSources.GetOrAdd((stateName, storageName, typeof(T)), static (key, silo) =>
        {
            var storage = string.IsNullOrWhiteSpace(key.Item2)
                ? silo.Services.GetService<IGrainStorage>()
                : silo.Services.GetKeyedService<IGrainStorage>(key.Item2);
            return new StateSource<T>(
                key.Item1,
                storage ?? throw new OrleansConfigurationException(
                    $"State {key.Item1} wants storage provider \"{key.Item2}\", and no IGrainStorage is registered under that name"));
        }, this);

    internal bool TryAdd(Activation activation)
    {
        lock (_gate)
        {
            if (!TakesActivations)
            {
                return false;
            }

            activation.PreviousInSilo = _last;
            if (_last is null)
            {
                _first = activation;
            }
            else
            {
                _last.NextInSilo = activation;
            }

            _last = activation;
            _counts[activation.Class] = _counts.GetValueOrDefault(activation.Class) + 1;
            return true;
        }
    }

    internal void Remove(Activation activation)
    {
        lock (_gate)
        {
            if (activation.PreviousInSilo is null && !ReferenceEquals(_first, activation))
            {
                return;
            }

            if (activation.PreviousInSilo is null)
            {
                _first = activation.NextInSilo;
            }
            else
            {
                activation.PreviousInSilo.NextInSilo = activation.NextInSilo;
            }

            if (activation.NextInSilo is null)
            {
                _last = activation.PreviousInSilo;
            }
            else
            {
                activation.NextInSilo.PreviousInSilo = activation.PreviousInSilo;
            }

            activation.PreviousInSilo = activation.NextInSilo = null;
            _counts[activation.Class]--;
        }
    }

    /// <summary>The activations, in the order they were placed: the same in every run from one seed.</summary>
    internal List<Activation> Activations()
    {
        lock (_gate)
        {
            var all = new List<Activation>();
            for (var activation = _first; activation is not null; activation = activation.NextInSilo)
            {
                all.Add(activation);
            }

            return all;
        }
    }

    internal List<(GrainClass Class, int Count)> Counts()
    {
        lock (_gate)
        {
            return [.. _counts.Where(each => each.Value > 0).Select(each => (each.Key, each.Value)).OrderBy(each => each.Key.FullName, StringComparer.Ordinal)];
        }
    }

    internal void CollectIdle(TimeSpan age)
    {
        foreach (var activation in Activations())
        {
            activation.CollectIfIdle(age);
        }
    }

    /// <summary>Deactivates everything; new activations go elsewhere.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            TakesActivations = false;
        }

        _collector?.Dispose();
        var activations = Activations();
        var gone = activations.ConvertAll(activation => activation.Deactivated);
        foreach (var activation in activations)
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, $"Silo {Name} stops."), cancellationToken);
        }

        try
        {
            await Task.WhenAll(gone).WaitAsync(Cluster.Options.StopTimeout, Cluster.Runner.TimeoutClock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            Log.StopTimedOut(Name, Cluster.Options.StopTimeout, Activations().Count);
        }

        // What is left is stuck: its callers learn that now rather than when they time out.
        Kill();
        Log.Stopped(Name);
    }

    /// <summary>Crashes: nothing of the silo runs again.</summary>
    internal void Kill()
    {
        lock (_gate)
        {
            TakesActivations = false;
            IsKilled = true;
        }

        _collector?.Dispose();
        Queue.Kill();
        Cluster.Runner.OnKilled(this);
        foreach (var activation in Activations())
        {
            activation.Crash();
        }
    }

    private void CollectIdle()
    {
        Volatile.Write(ref _coarseTime, Now);

        // Uses are noted with the time of the last look, up to one quantum too early.
        CollectIdle(Cluster.Options.CollectionAge + Cluster.Options.CollectionQuantum);
    }
}
