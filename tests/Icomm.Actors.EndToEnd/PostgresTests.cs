using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;
using Icomm.Actors.Testing.Postgres;

namespace Icomm.Actors.EndToEnd;

/// <summary>The silo as it is shipped, on PostgreSQL.</summary>
public sealed class PostgresTests
{
    private static readonly FaultRule Slowness = new(Fault.DelayOf(TimeSpan.FromMilliseconds(30))) { Times = null };

    [PostgresFact]
    public async Task A_sync_that_is_killed_with_its_silo_and_then_with_its_database_leaves_what_brute_force_finds()
    {
        await using var server = await PostgresServer.StartAsync();
        using var folder = new TestFolder();
        var source = new GeneratedSource { Seed = 11, Customers = 400, Orders = 1_500, Products = 60, Days = 400, End = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        await using var shop = await ServedShop.StartAsync(source);
        shop.Shop.Faults.Add(Slowness);
        var environment = new Dictionary<string, string> { ["Persistence__ConnectionString"] = await server.CreateDatabaseAsync() };
        await using var silo = await SiloProcess.StartAsync(folder.Path, environment, "--Persistence:Provider=postgres");
        var integration = await Integration.CreateAsync(silo, shop, settings: ("pageSize", "20"));
        var runId = await integration.StartRunAsync();

        await ReadAsync(300);
        await silo.KillAsync();
        await silo.StartAsync();
        await ReadAsync(700);
        await server.KillAsync();
        await server.StartAgainAsync();
        var run = await integration.EndOfAsync(runId);

        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        RunCounters.Of(run).AssertAddUp();
        await integration.AssertEqualsTruthAsync();
        Assert.Equal(0, await silo.StopAsync());
        Assert.False(File.Exists(Path.Combine(folder.Path, "icomm.db")));
        silo.AssertLogsAreClean();

        Task ReadAsync(long records) => Wait.UntilAsync(
            "sync",
            $"run {runId}",
            $"at {records} records",
            TimeSpan.FromMinutes(2),
            read: () => integration.GetRunAsync(runId),
            isReached: run => RunCounters.Of(run).Read >= records,
            actual: run => run.GetRawText(),
            pause: TimeSpan.FromMilliseconds(10));
    }
}
