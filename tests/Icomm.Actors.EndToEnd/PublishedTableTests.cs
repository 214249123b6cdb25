using System.Diagnostics;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Api;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>The UCI file through HTTP, cancellations and guests left out: the published table, to the cent.</summary>
public sealed class PublishedTableTests(ITestOutputHelper output)
{
    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task SumsOverAllProfilesAreThePublishedTable()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new UciSource(SharedData.OnlineRetail) { Cancellations = false, Guests = false });
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var started = Stopwatch.GetTimestamp();
        var integration = await Integration.CreateAsync(silo, shop, currency: "GBP");
        var run = await integration.SyncWellAsync();
        var counters = RunCounters.Of(run);
        output.WriteLine($"synced in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {counters}");
        counters.AssertAddUp();
        Assert.Equal(0, counters.Rejected);

        var profiles = await integration.ProfilesAsync(PublishedTable.AsOf);
        Assert.Equal(4_339, profiles.Count);
        foreach (var window in PublishedTable.Windows)
        {
            var invoices = profiles.Sum(profile => Purchases(profile, window));
            var revenue = profiles.Sum(profile => window.Suffix is null ? profile.Lifetime.GetProperty("amount").GetDecimal() : profile.Number($"ICOMMKT_Amount_{window.Suffix}"));
            var customers = profiles.Count(profile => Purchases(profile, window) > 0);
            output.WriteLine($"{window.Name}: {invoices} invoices, {revenue}, {customers} customers");
            Assert.Equal(window.Invoices, invoices);
            Assert.Equal(window.Revenue, revenue);
            Assert.Equal(window.Customers, customers);
        }

        shop.AssertOneRequestAtATime();
        silo.AssertLogsAreClean();
    }

    private static decimal Purchases(ObservedProfile profile, PublishedTable.Window window) =>
        window.Suffix is null ? profile.Lifetime.GetProperty("purchases").GetDecimal() : profile.Number($"ICOMMKT_Purchases_{window.Suffix}");
}
