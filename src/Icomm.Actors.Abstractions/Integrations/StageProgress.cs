using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>How far one stage of a run has come, and how fast it has been of late.</summary>
[GenerateSerializer, Immutable, Alias("icomm.stage-progress")]
public sealed record StageProgress
{
    /// <summary>Shortest stretch that the rate is taken over, once the stage is older: shorter ones say more of one page than of the store.</summary>
    private static readonly TimeSpan RecentPast = TimeSpan.FromSeconds(15);

    /// <summary>What is read in it: <c>Catalogue</c>, <c>Customers</c>, <c>Orders</c>.</summary>
    [Id(0)]
    public required string Stage { get; init; }

    [Id(1)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while the stage is open.</summary>
    [Id(2)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Records that this run has applied in it.</summary>
    [Id(3)]
    public long Done { get; init; }

    /// <summary>Records that it will have, as far as the store says.</summary>
    [Id(4)]
    public long? Total { get; init; }

    /// <summary>From where the rate is taken.</summary>
    [Id(5)]
    public required StageMark RateFrom { get; init; }

    /// <summary>Where the rate is taken from once this is a while ago.</summary>
    [Id(6)]
    public required StageMark RateNext { get; init; }

    public static StageProgress Begin(string stage, DateTimeOffset now) =>
        new() { Stage = stage, StartedAt = now, RateFrom = new StageMark(now, 0), RateNext = new StageMark(now, 0) };

    /// <param name="records">Records that have just been applied.</param>
    /// <param name="left">Records that are left after them, as far as the store says.</param>
    public StageProgress Advance(DateTimeOffset now, long records, long? left)
    {
        var advanced = this with { Done = Done + records, Total = Done + records + left };
        return now - RateNext.At < RecentPast ? advanced : advanced with { RateFrom = RateNext, RateNext = new StageMark(now, advanced.Done) };
    }

    public StageProgress End(DateTimeOffset now) => EndedAt is null ? this with { EndedAt = now } : this;

    /// <returns>Records a second: over the recent past (15 seconds or more) while the stage is open, over all of it when it has ended; null while there is no time to measure over.</returns>
    public double? RateAt(DateTimeOffset now)
    {
        var from = EndedAt is null ? RateFrom : new StageMark(StartedAt, 0);
        var elapsed = (EndedAt ?? now) - from.At;
        return elapsed > TimeSpan.Zero ? (Done - from.Done) / elapsed.TotalSeconds : null;
    }

    /// <returns>Null when the stage has ended, the store does not say how much there is, or nothing moves.</returns>
    public TimeSpan? TimeLeftAt(DateTimeOffset now) =>
        EndedAt is null && Total is { } total && RateAt(now) is { } rate and > 0 ? TimeSpan.FromSeconds(Math.Min((total - Done) / rate, TimeSpan.FromDays(3650).TotalSeconds)) : null;
}

/// <summary>How much was done at an instant.</summary>
[GenerateSerializer, Immutable, Alias("icomm.stage-mark")]
public sealed record StageMark([property: Id(0)] DateTimeOffset At, [property: Id(1)] long Done);
