using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Icomm.Actors.Embedded;

/// <summary>Settings of an embedded cluster.</summary>
public sealed class EmbeddedActorsOptions
{
    /// <summary>Name of the cluster, shown by <see cref="Orleans.Runtime.ILocalSiloDetails"/>. Default: <c>embedded</c>.</summary>
    [Required]
    public string ClusterId { get; set; } = "embedded";

    /// <summary>Where the grain classes are. At least one.</summary>
    [MinLength(1)]
    public ISet<Assembly> GrainAssemblies { get; } = new HashSet<Assembly>();

    /// <summary>How long callers wait for an answer. Default 30 seconds, as in Orleans.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may take. Default 30 seconds.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a deactivation may take. Default 30 seconds.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a graceful stop of a silo may take before the rest is dropped. Default one minute.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Activations not called for this long are deactivated. Default 2 hours; an Orleans host sets its own.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often idle activations are looked for; less than the age. Default one minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The shortest period of a reminder. Default one minute, as in Orleans.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the reminder table is read anew. Default 5 minutes.</summary>
    public TimeSpan ReminderRefreshPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Seed of the placement; null for a random one.</summary>
    public int? PlacementSeed { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ValidationException">A setting is out of range.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        foreach (var (name, value) in new[]
        {
            (nameof(ActivationTimeout), ActivationTimeout),
            (nameof(DeactivationTimeout), DeactivationTimeout),
            (nameof(StopTimeout), StopTimeout),
            (nameof(CollectionAge), CollectionAge),
            (nameof(CollectionQuantum), CollectionQuantum),
            (nameof(MinimumReminderPeriod), MinimumReminderPeriod),
            (nameof(ReminderRefreshPeriod), ReminderRefreshPeriod),
        })
        {
            if (value <= TimeSpan.Zero)
            {
                throw new ValidationException($"{name} is {value}; it must be positive");
            }
        }

        if (ResponseTimeout <= TimeSpan.Zero && ResponseTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ValidationException($"{nameof(ResponseTimeout)} is {ResponseTimeout}; it must be positive or infinite");
        }

        if (CollectionAge <= CollectionQuantum)
        {
            throw new ValidationException($"{nameof(CollectionAge)} {CollectionAge} must be longer than {nameof(CollectionQuantum)} {CollectionQuantum}");
        }
    }
}
