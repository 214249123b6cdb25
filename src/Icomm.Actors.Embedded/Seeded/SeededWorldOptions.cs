namespace Icomm.Actors.Embedded;

/// <summary>Settings of a seeded world.</summary>
public sealed record SeededWorldOptions
{
    /// <summary>Everything that is drawn in the world follows from it.</summary>
    public required int Seed { get; init; }

    /// <summary>When the virtual clock starts. Default 1 January 2026, 00:00 UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Settings of the cluster; the grain assemblies at least.</summary>
    public required Action<EmbeddedActorsOptions> Configure { get; init; }

    /// <summary>The run fails after this many steps. Default 10 million.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>The run fails when this much virtual time has passed. Default 400 days.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromDays(400);

    /// <summary>
    /// After this much virtual time in which nothing but the engine's housekeeping ran, and with nothing else to come, the run counts as
    /// deadlocked. Longer than the collection age, so that idle collection gets its turn. Default one day.
    /// </summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many of the last steps reports show. Default 50.</summary>
    public int TraceLines { get; init; } = 50;
}
