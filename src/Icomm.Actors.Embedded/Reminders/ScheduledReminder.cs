using Orleans;

namespace Icomm.Actors.Embedded;

/// <summary>A reminder with its timer. Its next tick is not sent before the grain has taken the last one.</summary>
internal sealed class ScheduledReminder : IDisposable
{
    // Timers can't wait longer than 49 days; a reminder may.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly ReminderService _service;
    private readonly ITimer _timer;
    private DateTime _nextDue;

    public ScheduledReminder(ReminderService service, ReminderEntry entry)
    {
        _service = service;
        Entry = entry;
        _nextDue = FirstDueFrom(Now);
        using var flow = new FlowSuppressed();
        _timer = service.TimeProvider.CreateTimer(
            static self => ((ScheduledReminder)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm();
    }

    public ReminderEntry Entry { get; }

    private DateTime Now => _service.TimeProvider.GetUtcNow().UtcDateTime;

    public void Dispose() => _timer.Dispose();

    /// <summary>The tick was taken: waits for the next. Ticks that were due meanwhile are left out.</summary>
    public void Next()
    {
        var next = FirstDueFrom(Now);
        _nextDue = next > _nextDue ? next : _nextDue + Entry.Period;
        Arm();
    }

    private void Due()
    {
        if (Now < _nextDue)
        {
            Arm();
        }
        else
        {
            _service.Tick(this);
        }
    }

    private void Arm()
    {
        var wait = _nextDue - Now;
        try
        {
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Removed meanwhile.
        }
    }

    // Due times are start + n periods, whatever was missed.
    private DateTime FirstDueFrom(DateTime now)
    {
        var start = DateTime.SpecifyKind(Entry.StartAt, DateTimeKind.Utc);
        if (now <= start)
        {
            return start;
        }

        var late = (now - start).Ticks % Entry.Period.Ticks;
        return late == 0 ? now : now + Entry.Period - TimeSpan.FromTicks(late);
    }
}
