using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.Testing;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>The oracle itself is checked against figures that others computed (shared/data/README.md), so that it can be trusted for those that nobody published.</summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    [SharedDataFact(SharedData.OnlineRetailName)]
    public void BruteForceReproducesThePublishedTable()
    {
        var orders = RetailFile.Read(SharedData.OnlineRetail).Orders(withCancellations: false, withGuests: false);
        foreach (var window in PublishedTable.Windows)
        {
            var inside = orders.Where(order => window.Holds(PublishedTable.AsOf.DayNumber - DateOnly.FromDateTime(order.PlacedAt).DayNumber)).ToArray();
            output.WriteLine($"{window.Name}: {inside.Length} invoices, {inside.Sum(order => order.Net)}, {inside.Select(order => order.Email).Distinct().Count()} customers");
            Assert.Equal(window.Invoices, inside.Length);
            Assert.Equal(window.Revenue, inside.Sum(order => order.Net));
            Assert.Equal(window.Customers, inside.Select(order => order.Email).Distinct().Count());
        }
    }
}
