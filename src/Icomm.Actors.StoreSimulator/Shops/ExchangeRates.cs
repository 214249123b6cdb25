namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Made-up but fixed rates, so that an order in another currency has a checkable amount.</summary>
internal static class ExchangeRates
{
    private static readonly Dictionary<string, decimal> UnitsPerDollar = new()
    {
        ["USD"] = 1m, ["EUR"] = 0.8m, ["GBP"] = 0.75m, ["UYU"] = 40m, ["ARS"] = 1000m, ["BRL"] = 5m, ["CLP"] = 900m, ["MXN"] = 18m,
    };

    public static decimal Between(string from, string to) => Math.Round(Of(to) / Of(from), 4);

    private static decimal Of(string currency) => UnitsPerDollar.GetValueOrDefault(currency, 2m);
}
