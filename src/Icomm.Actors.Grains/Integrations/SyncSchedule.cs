using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Decides when an integration's next run is due, and when its reminder ticks.</summary>
public sealed class SyncSchedule(IOptions<SyncOptions> options, TimeProvider time)
{
    /// <summary>Reminders don't tick to the second.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>A reminder whose moment has passed when its row is written waits for a whole period, in Orleans as well: nothing is ever due at once.</summary>
    private static readonly TimeSpan SoonestTick = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SoonestRun = TimeSpan.FromMinutes(1);

    private readonly SyncOptions _options = options.Value;

    public bool IsWindowOpen(IntegrationDefinition definition) => definition.Window?.IsOpen(time.GetUtcNow()) ?? true;

    public bool IsDue(IntegrationRecord record) =>
        record.Pause is null && record.NextDueAt is { } due && due <= time.GetUtcNow() + Tolerance && IsWindowOpen(record.Definition!);

    /// <summary>At once, or when the window opens.</summary>
    public DateTimeOffset FirstRun(IntegrationDefinition definition) => WithinWindow(definition, time.GetUtcNow());

    /// <summary>When the next run is due after a change of the definition: as planned, or earlier where interval or window now say so. What has never run waits for the window alone.</summary>
    public DateTimeOffset Earlier(IntegrationRecord record)
    {
        var now = time.GetUtcNow();
        var definition = record.Definition!;
        var byInterval = record is { LastSuccessAt: null, ConsecutiveFailures: 0 } ? now : now + definition.Interval;
        var due = record.NextDueAt is { } planned && planned < byInterval ? planned : byInterval;
        return WithinWindow(definition, due > now ? due : now);
    }

    /// <summary>From when the data are late: a second run has become due since the last success. That is after two intervals, each prolonged until the window is open.</summary>
    /// <param name="since">The last success, or the creation when there was none.</param>
    public static DateTimeOffset LateFrom(IntegrationDefinition definition, DateTimeOffset since) =>
        WithinWindow(definition, WithinWindow(definition, since + definition.Interval) + definition.Interval);

    /// <returns>The number of failures in a row when a run that ends like this is the last before the integration is paused; null otherwise.</returns>
    public int? PausesAfter(IntegrationRecord record, RunEnd end) =>
        end.Outcome == RunOutcome.Failed && record.Pause is null && record.ConsecutiveFailures + 1 >= _options.PauseAfterFailures ? record.ConsecutiveFailures + 1 : null;

    /// <summary>Notes the outcome and when the next run is due.</summary>
    public void Reschedule(IntegrationRecord record, RunCheckpoint run, RunEnd end)
    {
        var now = time.GetUtcNow();
        var definition = record.Definition!;
        var next = run.StartedAt + definition.Interval;
        var pausesAfter = PausesAfter(record, end);
        switch (end.Outcome)
        {
            case RunOutcome.Succeeded:
                record.LastSuccessAt = now;
                record.LastProblemCode = null;
                record.LastProblemText = null;
                record.LastProblem = null;
                record.ConsecutiveFailures = 0;
                break;
            case RunOutcome.Failed:
                record.LastProblemCode = end.Problem!.Code;
                record.LastProblem = end.Problem.Text;
                record.LastProblemText = record.LastProblem.En;
                record.ConsecutiveFailures++;
                if (pausesAfter is not null)
                    record.Pause = new IntegrationPause(now, PauseReason.Failures);
                if (end.IsPassing)
                    next = now + RetryAfter(record.ConsecutiveFailures, definition.Interval, end.RetryAfter);
                break;
            case RunOutcome.Stopped when !IsWindowOpen(definition):
                // What it left unread is due when the window opens.
                next = now;
                break;
        }

        record.NextDueAt = record.Pause is null ? WithinWindow(definition, next > now ? next : now + SoonestRun) : null;
    }

    /// <summary>
    /// The watchdog's tick while a run or a deletion is under way, the next run's otherwise. The period is the watchdog's in either case: a tick that was missed (no silo was up, or the row was
    /// written after its moment) comes again in minutes, not after the next interval.
    /// </summary>
    public (TimeSpan Due, TimeSpan Period) NextTick(IntegrationRecord record)
    {
        if (record.CurrentRun is not null || record.Deletion is not null)
            return (_options.WatchdogPeriod, _options.WatchdogPeriod);
        var due = (record.NextDueAt ?? time.GetUtcNow()) - time.GetUtcNow();
        return (due > SoonestTick ? due : SoonestTick, _options.WatchdogPeriod);
    }

    private TimeSpan RetryAfter(int failures, TimeSpan interval, TimeSpan? asked)
    {
        var wait = _options.FirstRetryAfter * Math.Pow(2, Math.Min(failures - 1, 10));
        wait = wait < interval ? wait : interval;
        return asked > wait ? asked.Value : wait;
    }

    private static DateTimeOffset WithinWindow(IntegrationDefinition definition, DateTimeOffset at) => definition.Window?.NextOpening(at) ?? at;
}
