using System.Net;
using System.Text.Json;
using Icomm.Actors.Testing.Outside;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Throughput;

/// <summary>The first runs of integrations whose orders are prepared, all at a time.</summary>
internal sealed class PreparedSync(ClusterApi api, int integrations, int orders)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes new databases and integrations, and waits for the end of their first runs.</summary>
    /// <returns>Orders a second of all of them, from the first run's start to the last one's end.</returns>
    public async Task<double> RunAsync()
    {
        var ids = new List<string>();
        for (var i = 0; i < integrations; i++)
            ids.Add(await CreateAsync());
        var runs = await Task.WhenAll(ids.Select(EndOfAsync));
        var taken = runs.Max(run => run.GetProperty("endedAt").GetDateTimeOffset()) - runs.Min(run => run.GetProperty("startedAt").GetDateTimeOffset());
        return integrations * (double)orders / taken.TotalSeconds;
    }

    private async Task<string> CreateAsync()
    {
        var database = await api.PostAsync("/api/v1/databases", new { name = $"{Guid.NewGuid():N}", timeZone = "America/Montevideo", currency = "UYU" }, HttpStatusCode.Created);
        var integration = await api.PostAsync(
            "/api/v1/integrations",
            new { name = "Prepared", storeType = "prepared", databaseId = database.GetProperty("id").GetString(), settings = new { }, intervalMinutes = 10_080 },
            HttpStatusCode.Created);
        return integration.GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> EndOfAsync(string integration)
    {
        while (true)
        {
            var runs = (await api.GetAsync($"/api/v1/integrations/{integration}/runs?limit=1")).GetProperty("items");
            if (runs.GetArrayLength() > 0 && runs[0].TryGetProperty("endedAt", out _))
            {
                return runs[0].GetProperty("counters").GetProperty("new").GetInt64() == orders
                    ? runs[0]
                    : throw new UnexpectedException($"The run should have found {orders} new orders: {runs[0].GetRawText()}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
