using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Tests.Integrations;

public sealed class SyncScheduleTests
{
    private static readonly StoreProblem Busy = new("store_busy", new("Busy.", "Ocupada.", "Ocupada."), new("Wait.", "Esperar.", "Aguardar."));

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SyncSchedule _schedule;

    public SyncScheduleTests() => _schedule = new SyncSchedule(Options.Create(new SyncOptions()), _time);

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void The_first_run_is_due_at_once() => Assert.Equal(Now, _schedule.FirstRun(Definition()));

    [Fact]
    public void The_first_run_waits_for_its_window() =>
        Assert.Equal(Now.AddHours(10), _schedule.FirstRun(Definition(new SyncWindow("UTC", new TimeOnly(22, 0), new TimeOnly(6, 0)))));

    [Fact]
    public void The_next_run_is_due_an_interval_after_the_start_of_the_last()
    {
        var (record, run) = Running();
        _time.Advance(TimeSpan.FromHours(1));
        _schedule.Reschedule(record, run, RunEnd.Succeeded);
        Assert.Equal(run.StartedAt.AddHours(4), record.NextDueAt);
        Assert.Equal(Now, record.LastSuccessAt);
    }

    [Fact]
    public void After_a_run_longer_than_the_interval_comes_a_pause()
    {
        var (record, run) = Running();
        _time.Advance(TimeSpan.FromHours(9));
        _schedule.Reschedule(record, run, RunEnd.Succeeded);
        Assert.Equal(Now.AddMinutes(1), record.NextDueAt);
    }

    [Fact]
    public void Passing_failures_are_tried_again_ever_later_and_no_later_than_the_interval()
    {
        var (record, run) = Running();
        foreach (var minutes in (ReadOnlySpan<int>)[5, 10, 20, 40, 80, 160, 240, 240])
        {
            _schedule.Reschedule(record, run, RunEnd.Failed(Busy, isPassing: true));
            Assert.Equal(Now.AddMinutes(minutes), record.NextDueAt);
            Assert.Equal("store_busy", record.LastProblemCode);
            run = run with { StartedAt = Now };
        }
    }

    [Fact]
    public void Success_forgets_failures()
    {
        var (record, run) = Running();
        _schedule.Reschedule(record, run, RunEnd.Failed(Busy, isPassing: true));
        _schedule.Reschedule(record, run, RunEnd.Succeeded);
        Assert.Null(record.LastProblemCode);
        _schedule.Reschedule(record, run, RunEnd.Failed(Busy, isPassing: true));
        Assert.Equal(Now.AddMinutes(5), record.NextDueAt);
    }

    [Fact]
    public void What_somebody_has_to_mend_waits_for_the_regular_run()
    {
        var (record, run) = Running();
        _time.Advance(TimeSpan.FromMinutes(3));
        _schedule.Reschedule(record, run, RunEnd.Failed(Busy, isPassing: false));
        Assert.Equal(run.StartedAt.AddHours(4), record.NextDueAt);
    }

    [Fact]
    public void A_stop_keeps_health_as_it_was()
    {
        var (record, run) = Running();
        record.LastProblemCode = "store_busy";
        _schedule.Reschedule(record, run, RunEnd.Stopped);
        Assert.Equal("store_busy", record.LastProblemCode);
        Assert.Null(record.LastSuccessAt);
    }

    [Fact]
    public void A_run_that_falls_outside_the_window_waits_until_it_opens()
    {
        var (record, run) = Running(new SyncWindow("UTC", new TimeOnly(11, 0), new TimeOnly(13, 0)));
        _schedule.Reschedule(record, run, RunEnd.Succeeded);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 11, 0, 0, TimeSpan.Zero), record.NextDueAt);
    }

    /// <summary>Asked for outside the window, it reads nothing and must not cost the run that is planned for tonight.</summary>
    [Fact]
    public void A_run_that_its_window_stops_goes_on_when_it_opens()
    {
        var (record, run) = Running(new SyncWindow("UTC", new TimeOnly(14, 0), new TimeOnly(15, 0)));
        record.NextDueAt = Now.AddHours(2);
        _schedule.Reschedule(record, run, RunEnd.Stopped);
        Assert.Equal(Now.AddHours(2), record.NextDueAt);
    }

    [Fact]
    public void A_run_that_somebody_stops_waits_for_the_regular_one()
    {
        var (record, run) = Running(new SyncWindow("UTC", new TimeOnly(11, 0), new TimeOnly(20, 0)));
        _time.Advance(TimeSpan.FromMinutes(3));
        _schedule.Reschedule(record, run, RunEnd.Stopped);
        Assert.Equal(run.StartedAt.AddHours(4), record.NextDueAt);
    }

    [Fact]
    public void A_run_is_due_from_half_a_minute_before_its_moment()
    {
        var (record, _) = Running();
        record.NextDueAt = Now.AddMinutes(1);
        Assert.False(_schedule.IsDue(record));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(_schedule.IsDue(record));
    }

    [Fact]
    public void Nothing_is_due_while_the_window_is_closed()
    {
        var (record, _) = Running(new SyncWindow("UTC", new TimeOnly(22, 0), new TimeOnly(6, 0)));
        record.NextDueAt = Now;
        Assert.False(_schedule.IsDue(record));
        _time.Advance(TimeSpan.FromHours(10));
        Assert.True(_schedule.IsDue(record));
    }

    [Fact]
    public void What_has_never_run_runs_as_soon_as_a_changed_window_opens()
    {
        var (record, _) = Running(new SyncWindow("UTC", new TimeOnly(11, 0), new TimeOnly(20, 0)));
        record.NextDueAt = Now.AddHours(10);
        Assert.Equal(Now, _schedule.Earlier(record));

        record.LastSuccessAt = Now.AddHours(-1);
        Assert.Equal(Now.AddHours(4), _schedule.Earlier(record));
    }

    [Fact]
    public void The_watchdog_ticks_while_a_run_is_under_way()
    {
        var (record, run) = Running();
        record.NextDueAt = Now.AddHours(3);
        Assert.Equal((TimeSpan.FromHours(3), TimeSpan.FromMinutes(2)), _schedule.NextTick(record));
        record.CurrentRun = run;
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2)), _schedule.NextTick(record));
    }

    [Fact]
    public void What_is_overdue_ticks_soon_but_never_at_once()
    {
        var (record, _) = Running();
        record.NextDueAt = Now.AddHours(-1);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), _schedule.NextTick(record));
    }

    [Fact]
    public void Data_are_late_after_two_intervals() => Assert.Equal(Now.AddHours(8), SyncSchedule.LateFrom(Definition(), Now));

    /// <summary>Syncs every four hours from 22:00 to 6:00.</summary>
    [Theory]
    [InlineData("2026-01-01T22:05Z", "2026-01-02T22:00Z")]
    [InlineData("2026-01-02T02:05Z", "2026-01-03T02:00Z")]
    [InlineData("2026-01-02T05:55Z", "2026-01-03T02:00Z")]
    public void Data_are_not_late_because_the_window_is_closed(string since, string lateFrom) => Assert.Equal(
        DateTimeOffset.Parse(lateFrom, CultureInfo.InvariantCulture),
        SyncSchedule.LateFrom(Definition(new SyncWindow("UTC", new TimeOnly(22, 0), new TimeOnly(6, 0))), DateTimeOffset.Parse(since, CultureInfo.InvariantCulture)));

    private (IntegrationRecord Record, RunCheckpoint Run) Running(SyncWindow? window = null) =>
        (new IntegrationRecord { Definition = Definition(window) }, new RunCheckpoint { RunId = "run", StartedAt = Now, Until = Now });

    private static IntegrationDefinition Definition(SyncWindow? window = null) => new()
    {
        Name = "My shop",
        StoreType = "fake",
        DatabaseId = "main",
        Settings = ImmutableDictionary<string, string>.Empty,
        ProtectedSecrets = "",
        StartsAt = default,
        Interval = TimeSpan.FromHours(4),
        Window = window,
    };
}
