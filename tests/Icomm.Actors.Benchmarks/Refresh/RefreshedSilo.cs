using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>A silo's process and its refreshes.</summary>
internal sealed class RefreshedSilo(SiloProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = process.Http;

    /// <inheritdoc cref="SiloProcess.PeakMegabytes"/>
    public double? PeakMegabytes => process.PeakMegabytes;

    /// <inheritdoc cref="SiloProcess.Processor"/>
    public TimeSpan Processor => process.Processor;

    public static async Task<RefreshedSilo> StartAsync(string dataFolder) => new(await SiloProcess.StartAsync(dataFolder));

    /// <summary>One refresh from its start to its end, as its log says.</summary>
    public async Task<RefreshFigures> RefreshAsync(string database, DateOnly asOf)
    {
        using var started = await _http.PostAsJsonAsync($"api/v1/databases/{database}/refreshes", new { asOf });
        if (!started.IsSuccessStatusCode)
            throw new InvalidOperationException($"The refresh was refused: {await started.Content.ReadAsStringAsync()}");
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshId").GetString();
        var stages = new Dictionary<string, TimeSpan>();
        var (stage, since) = ("", Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(PollingInterval);
        while (true)
        {
            var refresh = await _http.GetFromJsonAsync<JsonElement>($"api/v1/databases/{database}/refreshes/{id}");
            var now = refresh.TryGetProperty("progress", out var progress) ? progress.GetProperty("stage").ToString() : "";
            if (now != stage)
            {
                if (stage.Length > 0)
                    stages[stage] = Stopwatch.GetElapsedTime(since);
                (stage, since) = (now, Stopwatch.GetTimestamp());
            }

            if (refresh.TryGetProperty("endedAt", out var endedAt))
            {
                if (refresh.GetProperty("outcome").GetString() != "succeeded")
                    throw new InvalidOperationException($"The refresh did not succeed: {refresh}");
                var counters = refresh.GetProperty("counters");
                return new RefreshFigures(
                    endedAt.GetDateTimeOffset() - refresh.GetProperty("startedAt").GetDateTimeOffset(),
                    counters.GetProperty("profiles").GetInt64(),
                    counters.GetProperty("evaluated").GetInt64(),
                    counters.GetProperty("rescored").GetInt64(),
                    stages);
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}

/// <param name="Stages">What each stage took, as seen from outside.</param>
internal sealed record RefreshFigures(TimeSpan Elapsed, long Profiles, long Evaluated, long Rescored, IReadOnlyDictionary<string, TimeSpan> Stages);
