using System.Diagnostics;
using System.Net;
using Icomm.Actors.Testing.Outside;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Fairness;

/// <summary>What a shop of a few orders a day needs: they are placed, and then synced.</summary>
internal sealed class RegularSync(ClusterApi api, TrialShop shop)
{
    private const int NewOrders = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <returns>From each request to sync until the run was seen to have ended, the shortest first.</returns>
    public async Task<IReadOnlyList<TimeSpan>> RepeatAsync(int times)
    {
        var taken = new List<TimeSpan>();
        for (var i = 0; i < times; i++)
            taken.Add(await OnceAsync());
        taken.Sort();
        return taken;
    }

    private async Task<TimeSpan> OnceAsync()
    {
        shop.Shop.Keeper.AddOrders(NewOrders);
        var started = Stopwatch.GetTimestamp();
        var path = $"/api/v1/integrations/{shop.IntegrationId}/runs";
        var runId = (await api.PostAsync(path, null, HttpStatusCode.Accepted)).GetProperty("runId").GetString();
        while (true)
        {
            var run = await api.GetAsync($"{path}/{runId}");
            if (run.TryGetProperty("endedAt", out _))
            {
                return run.GetProperty("outcome").GetString() == "succeeded"
                    ? Stopwatch.GetElapsedTime(started)
                    : throw new UnexpectedException($"A regular sync did not succeed: {run.GetRawText()}");
            }

            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new UnexpectedException($"A regular sync has not ended within {Limit.TotalMinutes:0} minutes: {run.GetRawText()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
