using System.Diagnostics;

namespace Icomm.Actors.Testing.Outside.Waiting;

/// <summary>Waits for what another process does. Nothing can be awaited there, so it is asked again and again, up to a limit.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="phase">What the test is doing.</param>
    /// <param name="entity">Whom it waits for.</param>
    /// <param name="expected">What it waits for, in words.</param>
    /// <param name="read">Asks once.</param>
    /// <param name="isReached">Whether the answer is the one.</param>
    /// <param name="actual">The answer in words, for the failure.</param>
    /// <exception cref="TimeoutException">Not reached within the limit; says all of the above.</exception>
    public static async Task<T> UntilAsync<T>(
        string phase, string entity, string expected, TimeSpan limit, Func<Task<T>> read, Func<T, bool> isReached, Func<T, string> actual, TimeSpan? pause = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await read();
            if (isReached(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new TimeoutException($"{phase}: {entity} should be {expected} within {limit.TotalSeconds:0.#} s; it is {actual(answer)}.");
            await Task.Delay(pause ?? Pause, TimeProvider.System);
        }
    }
}
