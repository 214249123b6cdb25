using Icomm.Actors.StoreSimulator;

namespace Icomm.Actors.Benchmarks;

internal static class ShopSettings
{
    public static Dictionary<string, string> Of(SimulatedShop shop) => new()
    {
        ["siteUrl"] = shop.BaseUrl.GetLeftPart(UriPartial.Authority),
        ["username"] = shop.Username,
        ["password"] = shop.Password,
    };
}
