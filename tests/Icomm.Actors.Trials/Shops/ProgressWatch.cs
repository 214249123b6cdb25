using System.Diagnostics;
using System.Text.Json;
using Icomm.Actors.Testing.Outside;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Shops;

/// <summary>Watches the first runs of integrations until each has ended, and how long none of a run's numbers moved meanwhile.</summary>
internal sealed class ProgressWatch(ClusterApi api, IReadOnlyList<TrialShop> shops)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly long[] _read = new long[shops.Count];
    private readonly TimeSpan[] _gaps = new TimeSpan[shops.Count];
    private readonly string[] _outcomes = [.. Enumerable.Repeat("open", shops.Count)];

    /// <summary>How much of all records has been read, 0 to 1.</summary>
    public double Share => Math.Min(1, (double)_read.Sum() / shops.Sum(shop => shop.Records));

    /// <summary>Records that runs say they have read.</summary>
    public long Read => _read.Sum();

    /// <summary>The longest time in which a run moved no further, and whose it was. An API that does not answer shows no progress either.</summary>
    public (TimeSpan Length, TrialShop Shop) LongestGap => _gaps.Zip(shops).MaxBy(each => each.First);

    /// <summary>Runs that ended otherwise than with success.</summary>
    public IEnumerable<string> Failed => _outcomes.Zip(shops).Where(each => each.First != "succeeded").Select(each => $"{each.Second}: {each.First}");

    /// <param name="patience">How long a run may stand still before it counts as stuck.</param>
    /// <exception cref="UnexpectedException">A run is stuck.</exception>
    public Task UntilEndedAsync(TimeSpan patience) => Task.WhenAll(Enumerable.Range(0, shops.Count).Select(i => WatchAsync(i, patience)));

    private async Task WatchAsync(int i, TimeSpan patience)
    {
        var (last, since) = ("", Stopwatch.GetTimestamp());
        while (true)
        {
            var runs = (await api.GetAsync($"/api/v1/integrations/{shops[i].IntegrationId}/runs?limit=10")).GetProperty("items");
            var (now, gap) = (Numbers(runs), Stopwatch.GetElapsedTime(since));
            if (gap > _gaps[i])
                _gaps[i] = gap;
            if (now != last)
                (last, since) = (now, Stopwatch.GetTimestamp());
            if (runs.GetArrayLength() > 0)
            {
                // The first run of all is the last of the list.
                var run = runs[runs.GetArrayLength() - 1];
                _read[i] = run.GetProperty("counters").GetProperty("read").GetInt64();
                if (run.TryGetProperty("endedAt", out _))
                {
                    _outcomes[i] = run.GetProperty("outcome").GetString() + (run.TryGetProperty("problemCode", out var code) ? $" ({code.GetString()})" : "");
                    return;
                }
            }

            if (gap > patience)
                throw new UnexpectedException($"{shops[i]} is stuck: nothing moved for {gap.TotalSeconds:0} s. Its runs: {runs.GetRawText()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>All that moves with a page.</summary>
    private static string Numbers(JsonElement runs) => string.Concat(runs.EnumerateArray().Select(run =>
        $"{run.GetProperty("counters").GetRawText()}{(run.TryGetProperty("progress", out var progress) ? progress.GetRawText() : "")}{run.GetProperty("outcome").GetString()}"));
}
