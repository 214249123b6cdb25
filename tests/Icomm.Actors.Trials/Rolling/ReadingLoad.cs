using System.Diagnostics;

namespace Icomm.Actors.Trials.Rolling;

/// <summary>Readers who look at one thing after the other, with a short rest between, so that they are a load and not the limit.</summary>
internal static class ReadingLoad
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    public static Task<ReadingFigures> ForAsync(LoadBalancer balancer, IReadOnlyList<string> targets, int readers, TimeSpan duration) =>
        DuringAsync(balancer, targets, readers, () => Task.Delay(duration, TimeProvider.System));

    /// <summary>While something else goes on.</summary>
    public static async Task<ReadingFigures> DuringAsync(LoadBalancer balancer, IReadOnlyList<string> targets, int readers, Func<Task> meanwhile)
    {
        var started = Stopwatch.GetTimestamp();
        var other = meanwhile();
        var reading = Enumerable.Range(0, readers).Select(reader => Task.Run(() => ReadOnAsync(new Random(reader)))).ToArray();
        var readings = await Task.WhenAll(reading);
        await other;
        return new ReadingFigures([.. readings.SelectMany(each => each)], Stopwatch.GetElapsedTime(started));

        async Task<List<Reading>> ReadOnAsync(Random random)
        {
            var all = new List<Reading>();
            while (!other.IsCompleted)
            {
                all.Add(await balancer.GetAsync(targets[random.Next(targets.Count)]));
                await Task.Delay(Rest, TimeProvider.System);
            }

            return all;
        }
    }
}

/// <summary>What readers saw.</summary>
internal sealed class ReadingFigures(IReadOnlyList<Reading> readings, TimeSpan taken)
{
    private const int Shown = 5;

    private readonly TimeSpan[] _sorted = [.. readings.Select(reading => reading.Taken).Order()];

    public int Requests => readings.Count;

    public TimeSpan Taken => taken;

    public int Failed => readings.Count(reading => reading.Failure is not null);

    /// <summary>Requests that went well after a connection had failed.</summary>
    public int TriedAgain => readings.Count(reading => reading is { IsTriedAgain: true, Failure: null });

    /// <summary>The commonest failures with their numbers.</summary>
    public IEnumerable<string> Failures => readings.Where(reading => reading.Failure is not null).CountBy(reading => reading.Failure!).OrderByDescending(each => each.Value).Take(Shown)
        .Select(each => $"{each.Value} times {each.Key}");

    /// <param name="of">0 to 1.</param>
    public TimeSpan Percentile(double of) => _sorted[(int)(of * (_sorted.Length - 1))];
}
