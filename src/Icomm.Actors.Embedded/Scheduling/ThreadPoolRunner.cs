namespace Icomm.Actors.Embedded;

/// <summary>Runs ready queues on the thread pool; calls and answers arrive at once.</summary>
internal sealed class ThreadPoolRunner(TimeProvider timeProvider, TimeProvider timeoutClock, int? placementSeed) : WorkRunner
{
    private readonly Random? _placement = placementSeed is { } seed ? new Random(seed) : null;

    public override TimeProvider TimeProvider => timeProvider;

    public override TimeProvider TimeoutClock => timeoutClock;

    public override void Ready(TurnQueue queue) => ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: true);

    public override void Send(GrainCall call) => call.Arrive();

    public override void Answer(GrainCall call) => call.DeliverAnswer();

    public override int Next(int bound)
    {
        if (_placement is null)
        {
            return Random.Shared.Next(bound);
        }

        lock (_placement)
        {
            return _placement.Next(bound);
        }
    }
}
