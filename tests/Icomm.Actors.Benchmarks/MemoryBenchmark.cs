using Icomm.Actors.Abstractions.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks;

/// <summary>Managed bytes of a profile that has been called and waits: activation, state and all, by its number of orders.</summary>
internal static class MemoryBenchmark
{
    private const int CallsInFlight = 256;

    public static async Task RunAsync(Report report)
    {
        await MeasureAsync(profiles: 1_000, orders: 1);
        foreach (var (profiles, orders) in new[] { (50_000, 1), (50_000, 5), (5_000, 50) })
            report.Row($"idle profile of {orders} orders ({profiles:N0} active)", await MeasureAsync(profiles, orders), "bytes");
    }

    private static async Task<double> MeasureAsync(int profiles, int orders)
    {
        using var folder = new BenchmarkFolder();
        await using var silo = await BenchmarkSilo.StartAsync(folder.Path);
        var factory = silo.Services.GetRequiredService<IGrainFactory>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForAsync(0, profiles, new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight }, async (profile, _) =>
        {
            var random = new Random(profile);
            var grain = factory.GetGrain<ICustomerProfileGrain>(new ProfileKey("benchmark", "memory", $"{profile:D26}").ToString());
            await grain.ApplyAsync(new ProfileChanges
            {
                TimeZone = "Etc/UTC",
                IntegrationId = "01a1ff8a1e147785a00b5ddb8cd744d6",
                Orders = [.. Enumerable.Range(0, orders).Select(i => PreparedPages.Order(profile * orders + i, profile, PreparedPages.End.AddDays(-i), random))],
            });
        });
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)profiles;
    }
}
