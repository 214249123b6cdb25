using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Oracle;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Shops;

/// <summary>Compares every profile of every shop with brute force over the orders that the simulator served.</summary>
internal static class BruteForce
{
    private const int Shown = 5;

    public static async Task CompareAsync(ClusterApi cluster, IReadOnlyList<TrialShop> shops, TrialTable table)
    {
        var (profiles, values, differing, served, counted) = (0, 0, 0, 0, 0L);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TrialShop.TimeZone);
        using var api = await cluster.OfOneAsync();
        foreach (var shop in shops)
        {
            var truth = ShopTruth.Orders(SimulatedShopView.Of(shop.Shop.Data));
            var asOf = DateOnly.FromDateTime(shop.Shop.Data.Orders.Max(order => order.CreatedAt).AddDays(1));
            var observed = await ObservedProfile.AllAsync(api, shop.DatabaseId, asOf);
            var registered = shop.Shop.Data.Customers.Select(customer => customer.Email.Trim().ToLowerInvariant());
            var (compared, differences) = ProfileComparison.Compare(observed, truth, registered, asOf, zone);
            profiles += observed.Count;
            values += compared;
            differing += differences.Count;
            served += truth.Count;
            counted += observed.Sum(profile => (long)profile.Orders);
            foreach (var difference in differences.Take(Shown))
                table.Note($"{shop}: {difference}");
        }

        table.Row("profiles compared with brute force", profiles);
        table.Row("values of them", values);
        table.Must("values that differ", differing, 0);
        table.Must("orders in profiles", counted, served);
    }
}
