namespace Icomm.Actors.Embedded;

/// <summary>
/// Runs its work one item at a time, in order, wherever the runner finds a thread. It is the task scheduler of the code that it
/// runs: every continuation and every task that such code starts comes back here.
/// </summary>
internal abstract class TurnQueue : TaskScheduler, IThreadPoolWorkItem
{
    // So long may one queue hold a pool thread while others wait.
    private const int ItemsInARow = 32;

    private static readonly Action<object?> RunTurn = static turn => ((ITurn)turn!).Run();

    [ThreadStatic]
    private static TurnQueue? _current;

    // Nearly always there is no or one item: the queue object exists only while there are more.
    private object? _first;
    private Queue<object>? _rest;
    private bool _scheduled;

    /// <summary>The queue whose work the current thread runs; null outside one.</summary>
    public static new TurnQueue? Current => _current;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Once set, nothing that is or gets queued ever runs.</summary>
    public bool IsKilled { get; private set; }

    public abstract WorkRunner Runner { get; }

    protected object Gate => this;

    /// <summary>Queues a turn; false when the queue is killed or closed to turns.</summary>
    public bool TryPost(ITurn turn)
    {
        Runner.OnQueued(this, turn);
        lock (Gate)
        {
            if (IsKilled || !AcceptsTurns)
            {
                return false;
            }

            if (!Enqueue(turn))
            {
                return true;
            }
        }

        Runner.Ready(this);
        return true;
    }

    /// <summary>Runs the next item.</summary>
    /// <returns>Whether more items wait; when they do, the queue counts as ready still.</returns>
    public bool RunNext()
    {
        object? work;
        lock (Gate)
        {
            work = Dequeue();
        }

        if (work is not null)
        {
            Execute(work);
        }

        lock (Gate)
        {
            return _scheduled = _first is not null;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        object? work;
        lock (Gate)
        {
            work = Dequeue();
        }

        for (var i = 0; work is not null; i++)
        {
            Execute(work);
            lock (Gate)
            {
                if (i < ItemsInARow || _first is null)
                {
                    work = Dequeue();
                    continue;
                }
            }

            Runner.Ready(this);
            return;
        }
    }

    /// <summary>Drops all work and refuses any more. What runs at this moment runs to its next await and no further.</summary>
    /// <returns>The turns that were dropped.</returns>
    public List<ITurn> Kill()
    {
        var dropped = new List<ITurn>();
        lock (Gate)
        {
            IsKilled = true;
            for (var work = Dequeue(); work is not null; work = Dequeue())
            {
                if (work is ITurn turn)
                {
                    dropped.Add(turn);
                }
            }
        }

        return dropped;
    }

    /// <summary>Read under the gate: whether turns may be queued. Tasks always may, until the kill.</summary>
    protected virtual bool AcceptsTurns => true;

    protected override void QueueTask(Task task)
    {
        Runner.OnQueued(this, task);
        lock (Gate)
        {
            if (IsKilled || !Enqueue(task))
            {
                return;
            }
        }

        Runner.Ready(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(_current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (Gate)
        {
            return [.. new[] { _first }.Concat(_rest ?? []).OfType<Task>()];
        }
    }

    private void Execute(object work)
    {
        var outer = _current;
        _current = this;
        try
        {
            if (work is Task task)
            {
                TryExecuteTask(task);
            }
            else
            {
                // In a task of this scheduler TaskScheduler.Current is this queue, which is what awaits in grain code capture.
                new Task(RunTurn, work).RunSynchronously(this);
            }
        }
        finally
        {
            _current = outer;
        }
    }

    private bool Enqueue(object work)
    {
        if (_first is null)
        {
            _first = work;
        }
        else
        {
            (_rest ??= new Queue<object>(4)).Enqueue(work);
        }

        if (_scheduled)
        {
            return false;
        }

        _scheduled = true;
        return true;
    }

    private object? Dequeue()
    {
        var work = _first;
        if (_rest is { } rest)
        {
            _first = rest.Dequeue();
            if (rest.Count == 0)
            {
                _rest = null;
            }
        }
        else
        {
            _first = null;
        }

        if (work is null)
        {
            _scheduled = false;
        }

        return work;
    }
}
