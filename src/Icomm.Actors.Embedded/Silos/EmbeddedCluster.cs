using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>
/// A cluster of logical silos in one process. Silos can be added, stopped and killed; each has its own services. It is no
/// cluster of processes: that is what Orleans is for.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<EmbeddedSilo> _silos = [];
    private int _generation;

    /// <summary>Creates a cluster without silos.</summary>
    /// <param name="options">Settings; checked here.</param>
    /// <param name="timeProvider">Clock of timers, reminders and idle collection.</param>
    /// <param name="timeoutClock">
    /// Clock of the time-outs of calls, activation, deactivation and stop; null for the same. A test that moves the first by hand
    /// keeps this one real, or its calls time out under it.
    /// </param>
    public EmbeddedCluster(EmbeddedActorsOptions options, TimeProvider timeProvider, TimeProvider? timeoutClock = null)
        : this(options, new ThreadPoolRunner(timeProvider, timeoutClock ?? timeProvider, options.PlacementSeed))
    {
    }

    internal EmbeddedCluster(EmbeddedActorsOptions options, WorkRunner runner)
    {
        options.Validate();
        Options = options;
        Runner = runner;
        Timeouts = new CallTimeouts(runner.TimeoutClock, options.ResponseTimeout);
        Catalog = new GrainCatalog(this, options.GrainAssemblies);
        Client = new EmbeddedGrainFactory(this, silo: null);
        Reminders = new ReminderService(this);
    }

    /// <summary>The settings.</summary>
    public EmbeddedActorsOptions Options { get; }

    /// <summary>References for callers outside all silos.</summary>
    public IGrainFactory Grains => Client;

    /// <summary>The silos that have not been stopped or killed, oldest first.</summary>
    public IReadOnlyList<EmbeddedSilo> Silos
    {
        get
        {
            lock (_gate)
            {
                return [.. _silos];
            }
        }
    }

    internal WorkRunner Runner { get; }

    internal CallTimeouts Timeouts { get; }

    internal GrainCatalog Catalog { get; }

    internal EmbeddedGrainFactory Client { get; }

    internal ReminderService Reminders { get; }

    /// <summary>Starts a silo with services of its own.</summary>
    /// <param name="name">Name; not that of a running silo.</param>
    /// <param name="configureServices">Registers the services, storage providers among them.</param>
    /// <param name="cancellationToken">Ends waiting for the start.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public async Task<EmbeddedSilo> StartSiloAsync(
        string name, Action<IServiceCollection>? configureServices = null, CancellationToken cancellationToken = default)
    {
        var services = new ServiceCollection();
        var silo = NewSilo(name, ownsServices: true);
        services.AddLogging();
        services.AddEmbeddedSilo(_ => silo);
        services.AddSingleton(Runner.TimeProvider);
        configureServices?.Invoke(services);
        await StartSiloAsync(silo, services.BuildServiceProvider(), cancellationToken);
        await silo.Queue.RunAsync(async () =>
        {
            foreach (var hosted in silo.Services.GetServices<IHostedService>())
            {
                await hosted.StartAsync(cancellationToken);
            }
        });
        return silo;
    }

    /// <summary>
    /// Stops a silo gracefully: its hosted services, then its activations, then its services. Of a host's silo only the
    /// activations: the rest is the host's.
    /// </summary>
    public async Task StopSiloAsync(EmbeddedSilo silo, CancellationToken cancellationToken = default)
    {
        if (!silo.OwnsServices)
        {
            await StopActivationsAsync(silo, cancellationToken);
            return;
        }

        await silo.Queue.RunAsync(async () =>
        {
            foreach (var hosted in silo.Services.GetServices<IHostedService>().Reverse())
            {
                await hosted.StopAsync(cancellationToken);
            }
        });
        await StopActivationsAsync(silo, cancellationToken);
        if (silo.Services is IAsyncDisposable services)
        {
            await services.DisposeAsync();
        }
    }

    /// <summary>
    /// Kills a silo as a crash would: its activations vanish, none of their continuations runs again, calls to them fail with
    /// <see cref="SiloUnavailableException"/>, calls by them are never answered. Its services are left as they are.
    /// </summary>
    public void KillSilo(EmbeddedSilo silo)
    {
        lock (_gate)
        {
            _silos.Remove(silo);
        }

        silo.Kill();
        Reminders.OnSiloGone(silo);
    }

    /// <summary>Stops every silo gracefully.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos.Reverse())
        {
            await StopSiloAsync(silo);
        }

        Timeouts.Dispose();
    }

    internal EmbeddedSilo NewSilo(string name, bool ownsServices = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_gate)
        {
            if (_silos.Any(each => each.Name == name))
            {
                throw new ArgumentException($"A silo named {name} is running", nameof(name));
            }

            _generation++;
            return new EmbeddedSilo(this, name, _generation, _generation) { OwnsServices = ownsServices };
        }
    }

    internal async Task StartSiloAsync(EmbeddedSilo silo, IServiceProvider services, CancellationToken cancellationToken)
    {
        silo.Start(services);
        lock (_gate)
        {
            _silos.Add(silo);
        }

        await Reminders.OnSiloStartedAsync(silo, cancellationToken);
    }

    internal async Task StopActivationsAsync(EmbeddedSilo silo, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_silos.Remove(silo))
            {
                return;
            }
        }

        await Reminders.OnSiloStoppingAsync(silo);
        await silo.StopAsync(cancellationToken);
    }

    /// <summary>The silo for a new activation; null when none lives.</summary>
    internal EmbeddedSilo? PlaceOn()
    {
        lock (_gate)
        {
            return _silos.Count switch
            {
                0 => null,
                1 => _silos[0],
                _ => _silos[Runner.Next(_silos.Count)],
            };
        }
    }
}
