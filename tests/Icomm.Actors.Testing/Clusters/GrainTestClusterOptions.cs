using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Testing;

/// <summary>How a test cluster is set up. Both engines understand all of it.</summary>
public sealed record GrainTestClusterOptions
{
    /// <summary>Silos at the start. Default 1.</summary>
    public int SiloCount { get; init; } = 1;

    /// <summary>Where the grain classes are. At least one.</summary>
    public required IReadOnlyList<Assembly> GrainAssemblies { get; init; }

    /// <summary>
    /// Registers the services of a silo; called once a silo. Storage providers are registered by name as keyed
    /// <c>IGrainStorage</c>, the reminder table as <c>IReminderTable</c>. Objects shared by all silos are created outside.
    /// </summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>
    /// Clock of grains, timers, reminders and idle collection; null for the system's. Time-outs of calls (and Orleans' membership) go by
    /// the system's clock all the same.
    /// </summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>The shortest period of a reminder. Default one minute.</summary>
    public TimeSpan MinimumReminderPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Activations not called for this long are deactivated. Default 2 hours.</summary>
    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How often idle activations are looked for. Default one minute.</summary>
    public TimeSpan CollectionQuantum { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long callers wait for an answer. Default 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
