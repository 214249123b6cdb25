using System.Text.Json;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"Among these data we can find": the points that every article lists, each with the names that the profile has it by.</summary>
internal static class ListedIndicators
{
    private static readonly string[] Windows = ["30_Days", "60_Days", "90_Days", "180_Days", "360_Days", "360_Plus_Days"];

    /// <summary>In the order of the articles; Fenicio's ends here.</summary>
    public static readonly string[][] OfEveryArticle =
    [
        ["ICOMMKT_Last_Purchase_Date"], // Date of last purchase
        ["ICOMMKT_Days_Since_Last_Purchase"], // Days since last purchase
        ["ICOMMKT_First_Purchase_Date"], // Date of first purchase
        ["ICOMMKT_Days_Since_First_Purchase"], // Days from first purchase
        InEachWindow("Products"), // Products purchased in the last 30, 60, 90, 180, 360, 360 + days
        InEachWindow("Categories"), // Categories of products purchased
        InEachWindow("Purchases"), // Number of purchases made
        InEachWindow("Amount"), // Amount of purchases made
        InEachWindow("Avg_Amount"), // Average amount of purchases made
        InEachWindow("RFM"), // RFM of purchases made
        InEachWindow("Coupons"), // Discount codes applied
        ["ICOMMKT_Last_Purchase_Brands"], // Last purchase brands
        ["ICOMMKT_Last_Purchase_Categories"], // Last purchase categories
        ["ICOMMKT_Last_Purchase_Promo_Codes"], // Last purchase promo codes
    ];

    /// <summary>With what Magento's and VTEX's list besides.</summary>
    public static readonly string[][] WithGroupAndSegment = [.. OfEveryArticle, ["ICOMMKT_RFM_Group"], ["ICOMMKT_RFM_Segment"]];

    /// <summary>Every profile shows all of them, and of each point there is one who has it.</summary>
    public static void AssertShown(IEnumerable<JsonElement> profiles, IEnumerable<string[]> listed)
    {
        var shown = profiles.Select(profile => profile.GetProperty("indicators")).ToArray();
        foreach (var names in listed)
        {
            Assert.All(shown, indicators => Assert.All(names, name => Assert.True(indicators.Has(name), $"A profile lacks {name}.")));
            Assert.True(Array.Exists(shown, indicators => Array.Exists(names, name => HasValue(indicators.GetProperty(name)))), $"Nobody has a value of {string.Join(" or ", names)}.");
        }
    }

    private static bool HasValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Number => value.GetDecimal() != 0,
        _ => true,
    };

    private static string[] InEachWindow(string metric) => [.. Windows.Select(window => $"ICOMMKT_{metric}_{window}")];
}
