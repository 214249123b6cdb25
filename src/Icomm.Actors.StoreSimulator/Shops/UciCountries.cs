namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>ISO 3166-1 alpha-2 codes of the file's country names; what is no country ("European Community", "Unspecified") gets the user-assigned ZZ.</summary>
internal static class UciCountries
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["Australia"] = "AU", ["Austria"] = "AT", ["Bahrain"] = "BH", ["Belgium"] = "BE", ["Brazil"] = "BR", ["Canada"] = "CA", ["Channel Islands"] = "JE",
        ["Cyprus"] = "CY", ["Czech Republic"] = "CZ", ["Denmark"] = "DK", ["EIRE"] = "IE", ["Finland"] = "FI", ["France"] = "FR", ["Germany"] = "DE",
        ["Greece"] = "GR", ["Hong Kong"] = "HK", ["Iceland"] = "IS", ["Israel"] = "IL", ["Italy"] = "IT", ["Japan"] = "JP", ["Lebanon"] = "LB",
        ["Lithuania"] = "LT", ["Malta"] = "MT", ["Netherlands"] = "NL", ["Norway"] = "NO", ["Poland"] = "PL", ["Portugal"] = "PT", ["RSA"] = "ZA",
        ["Saudi Arabia"] = "SA", ["Singapore"] = "SG", ["Spain"] = "ES", ["Sweden"] = "SE", ["Switzerland"] = "CH", ["USA"] = "US",
        ["United Arab Emirates"] = "AE", ["United Kingdom"] = "GB",
    };

    public static string CodeOf(string country) => Codes.GetValueOrDefault(country, "ZZ");
}
