using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Grains.Refreshes;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Tests.Refreshes;

public sealed class RefreshScheduleTests
{
    private static readonly DatabaseSettings Settings = new() { TimeZone = "America/Montevideo", Currency = "UYU", RefreshAt = new TimeOnly(4, 0) };

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 12, 12, 0, 0, TimeSpan.Zero));
    private readonly RefreshSchedule _schedule;

    public RefreshScheduleTests() => _schedule = new RefreshSchedule(Options.Create(new RefreshOptions()), _time);

    [Fact]
    public void After_a_refresh_comes_the_next_mornings() => Assert.Equal(At(13), _schedule.After(Settings, At(12), consecutiveFailures: 0));

    [Fact]
    public void A_morning_that_a_refresh_outlasted_is_due_at_once() => Assert.Equal(At(11), _schedule.After(Settings, At(10), consecutiveFailures: 0));

    [Fact]
    public void A_failed_one_is_tried_again_before_the_next_morning() =>
        Assert.Equal(_time.GetUtcNow() + new RefreshOptions().FirstRetryAfter, _schedule.After(Settings, At(12), consecutiveFailures: 1));

    /// <summary>Four in the morning there.</summary>
    private static DateTimeOffset At(int day) => new(2026, 3, day, 7, 0, 0, TimeSpan.Zero);
}
