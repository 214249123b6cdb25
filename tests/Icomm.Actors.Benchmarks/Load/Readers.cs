using System.Diagnostics;

namespace Icomm.Actors.Benchmarks.Load;

/// <summary>Many who read at a time: each asks again as soon as it is answered.</summary>
internal static class Readers
{
    /// <param name="targets">What is asked for, by chance.</param>
    /// <exception cref="InvalidOperationException">A request was answered with anything but 200.</exception>
    public static async Task<LoadFigures> ReadAsync(int readers, TimeSpan duration, IReadOnlyList<Uri> targets, string? key)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = readers });
        if (key is not null)
            http.DefaultRequestHeaders.Add(FirstKey.Header, key);
        var started = Stopwatch.GetTimestamp();
        var latencies = (await Task.WhenAll(Enumerable.Range(0, readers).Select(number => Task.Run(() => ReadOnAsync(new Random(number)))))).SelectMany(each => each).Order().ToArray();
        return new LoadFigures(latencies.Length / Stopwatch.GetElapsedTime(started).TotalSeconds, Percentile(.5), Percentile(.99));

        async Task<List<TimeSpan>> ReadOnAsync(Random random)
        {
            var taken = new List<TimeSpan>();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var target = targets[random.Next(targets.Count)];
                var asked = Stopwatch.GetTimestamp();
                using var response = await http.GetAsync(target);
                if (!response.IsSuccessStatusCode)
                    throw new InvalidOperationException($"{target.AbsolutePath} was answered {(int)response.StatusCode}.");
                taken.Add(Stopwatch.GetElapsedTime(asked));
            }

            return taken;
        }

        double Percentile(double of) => latencies[(int)(of * (latencies.Length - 1))].TotalMilliseconds;
    }
}

/// <param name="Median">Milliseconds.</param>
/// <param name="Slowest">The 99th percentile, milliseconds.</param>
internal readonly record struct LoadFigures(double RequestsPerSecond, double Median, double Slowest);
