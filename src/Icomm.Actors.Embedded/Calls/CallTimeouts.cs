namespace Icomm.Actors.Embedded;

/// <summary>
/// Ends calls that take too long. Only calls that did not finish in their first turn are watched. Calls of one time-out are in one
/// list in the order of their deadlines: adding and removing is a few pointers, and one timer serves them all.
/// </summary>
internal sealed class CallTimeouts(TimeProvider timeProvider, TimeSpan defaultTimeout) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedList<TimeSpan, Line> _lines = [];
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    /// <summary>Starts the call's time, unless it runs already.</summary>
    public void Watch(GrainCall call)
    {
        var timeout = call.Timeout ?? defaultTimeout;
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            timeout = TimeSpan.MaxValue;
        }

        lock (_gate)
        {
            if (call.TimeoutEntry is not null || call.IsAnswered || _disposed)
            {
                return;
            }

            if (!_lines.TryGetValue(timeout, out var line))
            {
                _lines.Add(timeout, line = new Line(timeout));
            }

            var deadline = timeout == TimeSpan.MaxValue ? long.MaxValue : Now() + timeout.Ticks;
            call.TimeoutEntry = line.Add(call, deadline);
            if (deadline < _armedFor)
            {
                Arm(deadline);
            }
        }
    }

    /// <summary>The call has its answer.</summary>
    public void Forget(GrainCall call)
    {
        // Most calls are never watched; the entry is only set before the call can be answered from elsewhere.
        if (call.TimeoutEntry is null)
        {
            return;
        }

        lock (_gate)
        {
            if (call.TimeoutEntry is { } entry)
            {
                entry.Line.Remove(entry);
                call.TimeoutEntry = null;
            }
        }
    }

    /// <summary>The calls that are under way, oldest first within their time-out. For reports.</summary>
    public List<GrainCall> Pending()
    {
        lock (_gate)
        {
            return [.. _lines.Values.SelectMany(line => line.Calls())];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private long Now() => timeProvider.GetElapsedTime(0, timeProvider.GetTimestamp()).Ticks;

    private void Arm(long deadline)
    {
        _armedFor = deadline;
        if (deadline == long.MaxValue)
        {
            return;
        }

        // Rounded up: a timer may be some milliseconds early.
        var wait = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(TimeSpan.FromTicks(deadline - Now()).TotalMilliseconds)));
        if (_timer is null)
        {
            using var flow = new FlowSuppressed();
            _timer = timeProvider.CreateTimer(static self => ((CallTimeouts)self!).Expire(), this, wait, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire()
    {
        var late = new List<(GrainCall Call, TimeSpan After)>();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            var now = Now();
            var earliest = long.MaxValue;
            foreach (var line in _lines.Values)
            {
                while (line.First is { } entry && entry.Deadline <= now)
                {
                    line.Remove(entry);
                    entry.Call.TimeoutEntry = null;
                    late.Add((entry.Call, line.Timeout));
                }

                earliest = Math.Min(earliest, line.First?.Deadline ?? long.MaxValue);
            }

            Arm(earliest);
        }

        foreach (var (call, after) in late)
        {
            call.TimeOut(after);
        }
    }

    /// <summary>A watched call.</summary>
    internal sealed class Entry(GrainCall call, long deadline, Line line)
    {
        public GrainCall Call => call;

        public long Deadline => deadline;

        public Line Line => line;

        public Entry? Next { get; set; }

        public Entry? Previous { get; set; }
    }

    /// <summary>The watched calls of one time-out.</summary>
    internal sealed class Line(TimeSpan timeout)
    {
        private Entry? _last;

        public TimeSpan Timeout => timeout;

        public Entry? First { get; private set; }

        public Entry Add(GrainCall call, long deadline)
        {
            var entry = new Entry(call, deadline, this) { Previous = _last };
            if (_last is null)
            {
                First = entry;
            }
            else
            {
                _last.Next = entry;
            }

            return _last = entry;
        }

        public void Remove(Entry entry)
        {
            if (entry.Previous is null)
            {
                First = entry.Next;
            }
            else
            {
                entry.Previous.Next = entry.Next;
            }

            if (entry.Next is null)
            {
                _last = entry.Previous;
            }
            else
            {
                entry.Next.Previous = entry.Previous;
            }
        }

        public IEnumerable<GrainCall> Calls()
        {
            for (var entry = First; entry is not null; entry = entry.Next)
            {
                yield return entry.Call;
            }
        }
    }
}
