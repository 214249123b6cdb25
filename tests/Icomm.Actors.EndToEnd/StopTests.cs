using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>SIGTERM in the middle of a run: the silo ends by itself and in time, says so meanwhile, and the run goes on at the next start.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AStoppedSiloEndsInTimeAndItsRunGoesOnWhereItStood(bool storeHangs)
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(
            new GeneratedSource { Seed = 8, Customers = 400, Orders = 1_200, Products = 60, Days = 500, End = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) });
        shop.Shop.Faults.Add(new FaultRule(Fault.DelayOf(TimeSpan.FromMilliseconds(50))) { Times = null, Path = "/orders" });
        await using var silo = await SiloProcess.StartAsync(folder.Path, $"--Operation:StopWithin={StopWithin}");
        var integration = await Integration.CreateAsync(silo, shop, settings: ("pageSize", "50"));
        var runId = await integration.StartRunAsync();
        await OrdersAsync(integration, runId, atLeast: 300);
        if (storeHangs)
        {
            shop.Shop.Faults.Clear();
            shop.Shop.Faults.Add(new FaultRule(FaultKind.Hang) { Times = null });
        }

        var seen = await OrdersAsync(integration, runId, atLeast: 300);
        Assert.False(seen.TryGetProperty("endedAt", out _), seen.GetRawText());
        using var prober = new ApiClient(silo.Api.Address, key: null);
        var started = Stopwatch.GetTimestamp();
        var stopping = silo.StopAsync();
        await Wait.UntilAsync("stop", "the silo", "not ready", StopWithin, () => prober.ProbeAsync("/health/ready"), status => status != HttpStatusCode.OK, status => $"{status}");
        Assert.Equal(0, await stopping);
        var took = Stopwatch.GetElapsedTime(started);
        Assert.True(took < StopWithin, $"The silo took {took} to end.");

        shop.Shop.Faults.Clear();
        await silo.StartAsync();
        await Wait.UntilAsync("sync after the start", integration.Id, "synced", Limit, integration.GetAsync, card => card.TryGetProperty("lastSuccessAt", out _), card => card.GetRawText());
        var runs = (await integration.RunsAsync()).Select(RunCounters.Of).ToArray();
        foreach (var run in runs)
            run.AssertAddUp();
        output.WriteLine($"ended {took.TotalSeconds:0.0} s after SIGTERM at {RunCounters.Of(seen)}; then: {string.Join("; ", runs.AsEnumerable())}; {await integration.AssertEqualsTruthAsync()} values as by brute force");
        Assert.Empty(await integration.RejectedAsync());
        Assert.Equal(0, await silo.StopAsync());
        silo.AssertLogsAreClean();
    }

    /// <summary>What spreads requests over silos reads readiness every few seconds: until it has, requests still come, and are answered.</summary>
    [Fact]
    public async Task ASiloThatIsToldToStopIsNotReadyAndServesOnForTheDrainDelay()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, "--Operation:DrainDelay=00:00:15");
        using var prober = new ApiClient(silo.Api.Address, key: null);
        var stopping = silo.StopAsync();
        await Wait.UntilAsync("stop", "the silo", "not ready", StopWithin, () => prober.ProbeAsync("/health/ready"), status => status == HttpStatusCode.ServiceUnavailable, status => $"{status}");
        Assert.Equal(HttpStatusCode.OK, (await silo.Api.GetAsync("/api/v1/databases")).Status);
        Assert.Equal(HttpStatusCode.OK, await prober.ProbeAsync("/health/live"));
        Assert.Equal(0, await stopping);
    }

    /// <summary>Waits until the run has applied so many orders.</summary>
    private static Task<JsonElement> OrdersAsync(Integration integration, string runId, long atLeast) => Wait.UntilAsync(
        "sync until the stop", runId, $"at {atLeast} orders", Limit, () => integration.GetRunAsync(runId),
        run => run.TryGetProperty("endedAt", out _) || (run.TryGetProperty("progress", out var progress) && progress.TryGetProperty("stage", out var stage)
            && stage.GetString()!.Equals("orders", StringComparison.OrdinalIgnoreCase) && progress.GetProperty("stageDone").GetInt64() >= atLeast),
        run => run.GetRawText(), TimeSpan.FromMilliseconds(10));
}
