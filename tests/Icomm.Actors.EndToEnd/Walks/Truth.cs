using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Oracle;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>What a merchant who works it all out by hand would find.</summary>
internal static class Truth
{
    /// <summary>Today's profiles of a database equal brute force over orders of a shop.</summary>
    /// <param name="orders">Those that were wanted.</param>
    /// <param name="registered">Who has a profile even without an order.</param>
    /// <param name="counts">Whether an order may count as a purchase at all; null for all.</param>
    /// <returns>The profiles.</returns>
    public static async Task<IReadOnlyList<ObservedProfile>> AssertAsync(
        Merchant merchant, string databaseId, string timeZone, ShopData shop, IEnumerable<ShopOrder> orders, IEnumerable<ShopCustomer> registered, Func<ShopOrder, bool>? counts = null)
    {
        var wanted = orders.ToArray();
        var truth = ShopTruth.Orders(SimulatedShopView.Of(shop, wanted)).Zip(wanted, (told, order) => told with { IsPurchase = told.IsPurchase && counts?.Invoke(order) is null or true }).ToArray();
        var today = LocalHours.Today(timeZone);
        var profiles = await ObservedProfile.AllAsync(merchant.Api, databaseId, today);
        ProfileComparison.AssertEqual(profiles, truth, registered.Select(customer => customer.Email.Trim().ToLowerInvariant()), today, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        return profiles;
    }
}
