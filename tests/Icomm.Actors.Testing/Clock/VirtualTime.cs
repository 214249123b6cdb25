namespace Icomm.Actors.Testing;

/// <summary>Runs work that waits on a clock that stands still.</summary>
public static class VirtualTime
{
    private const int MostSteps = 1_000;

    /// <summary>Moves the clock by <paramref name="step"/> whenever the work has come to wait for at most that long, until the work is done.</summary>
    public static Task RunAsync(this ManualTimeProvider clock, Task work, TimeSpan step) => clock.RunAsync(work, step, step);

    /// <summary>The same in steps smaller than what the work waits for at most.</summary>
    /// <exception cref="TimeoutException">The work waits for ever.</exception>
    public static async Task RunAsync(this ManualTimeProvider clock, Task work, TimeSpan step, TimeSpan wait)
    {
        for (var steps = 0; !work.IsCompleted; steps++)
        {
            if (steps == MostSteps)
                throw new TimeoutException("the work waits for ever");
            await Task.WhenAny(work, clock.WhenTimerIsDueWithinAsync(wait)).OrFail("waiting for a timer or the end", "the work");
            if (!work.IsCompleted)
                clock.Advance(step);
        }
    }

    /// <inheritdoc cref="RunAsync(ManualTimeProvider, Task, TimeSpan, TimeSpan)"/>
    public static async Task<T> RunAsync<T>(this ManualTimeProvider clock, Task<T> work, TimeSpan step, TimeSpan wait)
    {
        await clock.RunAsync((Task)work, step, wait);
        return await work;
    }
}
