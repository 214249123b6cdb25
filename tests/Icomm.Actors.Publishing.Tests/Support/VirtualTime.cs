using Icomm.Actors.Testing;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>Runs work that waits on a clock that stands still.</summary>
internal static class VirtualTime
{
    private const int MostSteps = 1_000;

    /// <summary>Moves the clock by <paramref name="step"/> whenever the work has come to wait for at most <paramref name="wait"/>, until the work is done.</summary>
    public static async Task RunAsync(this ManualTimeProvider clock, Task work, TimeSpan step, TimeSpan wait)
    {
        for (var steps = 0; !work.IsCompleted; steps++)
        {
            Assert.True(steps < MostSteps, "the work waits for ever");
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
