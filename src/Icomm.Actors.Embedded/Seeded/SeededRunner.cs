using System.Diagnostics;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>
/// Runs everything on one thread, one step at a time; which of the ready steps comes next is drawn from the seed. A step is one
/// item of a queue, the arrival of a call, the arrival of an answer, or a timer that falls due. Time stands still while anything
/// can run.
/// </summary>
internal sealed class SeededRunner : WorkRunner
{
    private readonly Lock _gate = new();
    private readonly List<Step> _ready = [];
    private readonly Random _choice;
    private readonly TimeSpan _quietTime;
    private readonly SeededTrace _trace;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Exception? _hop;

    public SeededRunner(int seed, DateTimeOffset start, TimeSpan quietTime, SeededTrace trace)
    {
        _choice = new Random(seed);
        _quietTime = quietTime;
        _trace = trace;
        Clock = new VirtualTimeProvider(start, timer => Add(new(StepKind.Timer, timer)));
        LastWork = start;
    }

    public VirtualTimeProvider Clock { get; }

    public override TimeProvider TimeProvider => Clock;

    public override TaskCreationOptions AnswerOptions => TaskCreationOptions.None;

    /// <summary>Steps that have run.</summary>
    public long Steps { get; private set; }

    /// <summary>When a grain, a call or the scenario last did anything.</summary>
    public DateTimeOffset LastWork { get; private set; }

    public override ITimer CreateHousekeepingTimer(TimerCallback callback, object? state, TimeSpan period) =>
        Clock.CreateTimer(callback, state, period, isHousekeeping: true);

    public override int Next(int bound) => _choice.Next(bound);

    public override void Ready(TurnQueue queue) => Add(new(StepKind.Turn, queue));

    public override void Send(GrainCall call) => Add(new(StepKind.Call, call));

    public override void Answer(GrainCall call) => Add(new(StepKind.Answer, call));

    public override void OnQueued(TurnQueue queue, object work) => CheckThread(queue);

    /// <summary>Of the answers that were on their way when their silo died, some arrive and some are lost.</summary>
    public override void OnKilled(EmbeddedSilo silo)
    {
        foreach (var step in _ready)
        {
            if (step is { Kind: StepKind.Answer, Subject: GrainCall call } && ReferenceEquals(call.Activation?.Silo, silo) && _choice.Next(2) == 0)
            {
                call.LoseAnswer(new SiloUnavailableException($"Silo {silo.Name} died before the answer of {call.Name} of {call.Target.GrainId} arrived"));
            }
        }
    }

    /// <summary>Runs one step; when none is ready, moves the clock to the next timer first.</summary>
    /// <returns>Whether there was anything to run.</returns>
    public bool RunStep()
    {
        ThrowIfHopped();
        while (_ready.Count == 0)
        {
            // The engine's own timers go on for ever: when nothing else is left they get some time to change something.
            var onlyHousekeeping = Clock.GetUtcNow() - LastWork > _quietTime && !Clock.HasWork;
            if (onlyHousekeeping || !Clock.MoveToNextTimer())
            {
                return false;
            }
        }

        var at = _choice.Next(_ready.Count);
        var step = _ready[at];
        _ready[at] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Steps++;
        _trace.Add(Steps, Clock.GetUtcNow(), step);
        if (step.Subject is Activation or GrainCall)
        {
            LastWork = Clock.GetUtcNow();
        }

        Run(step);
        ThrowIfHopped();
        return true;
    }

    /// <summary>Waits, in real time, for a thread that left the world to come back, and says so if it does.</summary>
    /// <exception cref="SeededWorldException">One came back.</exception>
    public void WaitForHop(TimeSpan time, TimeSpan atMost)
    {
        var start = Stopwatch.GetTimestamp();
        bool MayStillCome(TimeSpan waited) => waited < time || (waited < atMost && ThreadPool.PendingWorkItemCount > 0);
        while (_hop is null && MayStillCome(Stopwatch.GetElapsedTime(start)))
        {
            Thread.Yield();
        }

        ThrowIfHopped();
    }

    private static string Name(object subject) => subject.ToString() ?? subject.GetType().Name;

    private void Run(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Turn:
                var queue = (TurnQueue)step.Subject;
                if (queue.RunNext())
                {
                    _ready.Add(step);
                }

                break;
            case StepKind.Call:
                ((GrainCall)step.Subject).Arrive();
                break;
            case StepKind.Answer:
                ((GrainCall)step.Subject).DeliverAnswer();
                break;
            case StepKind.Timer:
                ((VirtualTimer)step.Subject).Fire();
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Add(Step step)
    {
        if (CheckThread(step.Subject))
        {
            _ready.Add(step);
        }
    }

    private bool CheckThread(object subject)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        lock (_gate)
        {
            _hop ??= new SeededWorldException(
                $"Work for {Name(subject)} was queued from thread {Environment.CurrentManagedThreadId}, which is not the world's. "
                + "Code in the world left it: Task.Run, ConfigureAwait(false), Parallel.ForEachAsync, real I/O or a real timer. "
                + $"It came back here:{Environment.NewLine}{new StackTrace(fNeedFileInfo: true)}");
        }

        return false;
    }

    private void ThrowIfHopped()
    {
        lock (_gate)
        {
            if (_hop is { } hop)
            {
                throw hop;
            }
        }
    }
}
