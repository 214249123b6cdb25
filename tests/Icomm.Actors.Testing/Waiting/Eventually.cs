namespace Icomm.Actors.Testing;

/// <summary>For what raises no event: asks again and again. Signals and recorders are better where they can be had.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a value is as wanted.</summary>
    /// <param name="phase">What the test is doing.</param>
    /// <param name="entity">Which grain, silo or order.</param>
    /// <param name="expected">The wish in words, for the message.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="wanted">Whether it is as wanted.</param>
    /// <exception cref="TimeoutException">It was not within <see cref="Waits.Limit"/>.</exception>
    public static async Task<T> IsAsync<T>(string phase, string entity, string expected, Func<Task<T>> read, Func<T, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var actual = await read();
            if (wanted(actual))
            {
                return actual;
            }

            if (TimeProvider.System.GetElapsedTime(start) > Waits.Limit)
            {
                throw new TimeoutException($"{phase}: {entity}: expected {expected} within {Waits.Limit}, actual {actual}");
            }

            await Task.Delay(Interval, TimeProvider.System);
        }
    }
}
