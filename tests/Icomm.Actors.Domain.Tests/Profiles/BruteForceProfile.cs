using System.Globalization;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>
/// The oracle: every indicator computed anew from the plain list of readings, straight from the sentences of DESIGN §5 and §6, sharing nothing with the product but the order types.
/// </summary>
internal sealed class BruteForceProfile
{
    private static readonly (int Days, string Suffix)[] Nested = [(30, "30_Days"), (60, "60_Days"), (90, "90_Days"), (180, "180_Days"), (360, "360_Days")];

    private readonly List<Reading> _readings = [];

    public void Add(string integrationId, params IEnumerable<StoreOrder> orders) => _readings.AddRange(orders.Select(o => new Reading(integrationId, o)));

    /// <summary>The reading of each order that counts: greatest updated-at, then greatest read-at.</summary>
    public IEnumerable<Reading> Orders => _readings
        .GroupBy(r => (r.IntegrationId, r.Order.OrderId))
        .Select(g => g.OrderBy(r => r.Order.UpdatedAt).ThenBy(r => r.Order.ReadAt).Last());

    /// <summary>Every field by name, its value as text.</summary>
    public SortedDictionary<string, string> Fields(DateOnly asOf, DatabaseSettings settings)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        var purchases = (
            from r in Orders
            where IsPurchase(r.Order)
            let date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(r.Order.PlacedAt, zone).DateTime)
            let age = asOf.DayNumber - date.DayNumber
            where age >= 0
            orderby r.Order.PlacedAt descending
            select (r.IntegrationId, r.Order, Date: date, Age: age)).ToList();

        // Ties by integration, then order id, the greater one first, in the order of their UTF-8 bytes (all ids here are ASCII).
        purchases = [.. purchases
            .OrderByDescending(p => p.Order.PlacedAt)
            .ThenByDescending(p => p.IntegrationId, StringComparer.Ordinal)
            .ThenByDescending(p => p.Order.OrderId, StringComparer.Ordinal)];

        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (days, suffix) in Nested)
            AddWindow(fields, suffix, [.. purchases.Where(p => p.Age <= days)], settings);
        AddWindow(fields, "360_Plus_Days", [.. purchases.Where(p => settings.OlderWindow == OlderWindowPolicy.Lifetime || p.Age > 360)], settings);
        AddWindow(fields, "Lifetime", purchases, settings);

        // Scores need the database's population: a profile alone has none.
        string[] scores = [.. Nested.Select(n => $"RFM_{n.Suffix}"), "RFM_360_Plus_Days", "RFM", "RFM_Group", "RFM_Segment", "RFM_Previous_Segment", "RFM_Segment_Changed_Date"];
        foreach (var name in scores)
            fields[$"ICOMMKT_{name}"] = "";

        var last = purchases.FirstOrDefault();
        var first = purchases.LastOrDefault();
        fields["ICOMMKT_First_Purchase_Date"] = first.Order is null ? "" : Text(first.Date);
        fields["ICOMMKT_Last_Purchase_Date"] = last.Order is null ? "" : Text(last.Date);
        fields["ICOMMKT_Days_Since_First_Purchase"] = first.Order is null ? "" : Text(first.Age);
        fields["ICOMMKT_Days_Since_Last_Purchase"] = last.Order is null ? "" : Text(last.Age);
        fields["ICOMMKT_Last_Purchase_Amount"] = last.Order is null || Rate(last.Order.Currency, settings) is not { } rate ? "" : Text(Round(Net(last.Order) * rate));
        var lines = last.Order is null ? [] : Lines(last.Order);
        fields["ICOMMKT_Last_Purchase_Brands"] = List(lines.Where(l => !string.IsNullOrEmpty(l.Brand)).Select(l => l.Brand!).Distinct());
        fields["ICOMMKT_Last_Purchase_Categories"] = List(lines.SelectMany(l => l.Categories).DistinctBy(c => c.Id).Select(c => c.Name));
        fields["ICOMMKT_Last_Purchase_Promo_Codes"] = List(last.Order is null ? [] : last.Order.Coupons.Distinct());
        return fields;
    }

    public static bool IsPurchase(StoreOrder order) =>
        order.Status == OrderStatus.Purchase && !(order.Total.ToDecimal() > 0 && order.Refunded.ToDecimal() >= order.Total.ToDecimal());

    public static string List(IEnumerable<string> names) => string.Join("|", names);

    public static string Text(object? value) => value switch
    {
        null => "",
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        Money money => Text(money.ToDecimal()),
        Quantity quantity => Text(quantity.ToDecimal()),
        decimal number => number.ToString("0.0000", CultureInfo.InvariantCulture),
        IEnumerable<string> list => List(list),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static void AddWindow(
        SortedDictionary<string, string> fields, string suffix, List<(string IntegrationId, StoreOrder Order, DateOnly Date, int Age)> purchases, DatabaseSettings settings)
    {
        var known = purchases.Where(p => Rate(p.Order.Currency, settings) is not null).ToList();
        var amount = known.GroupBy(p => p.Order.Currency).Sum(g => Round(g.Sum(p => Net(p.Order)) * Rate(g.Key, settings)!.Value));
        fields[$"ICOMMKT_Purchases_{suffix}"] = Text(purchases.Count);
        fields[$"ICOMMKT_Items_{suffix}"] = Text(purchases.Sum(p => p.Order.Lines.Sum(l => l.Units.ToDecimal())));
        fields[$"ICOMMKT_Amount_{suffix}"] = Text(amount);
        fields[$"ICOMMKT_Avg_Amount_{suffix}"] = known.Count == 0 ? "" : Text(Round(amount / known.Count));
        fields[$"LastDate_{suffix}"] = purchases.Count == 0 ? "" : Text(purchases[0].Date);
        fields[$"SetAside_{suffix}"] = Text(purchases.Count - known.Count);
        fields[$"ICOMMKT_Products_{suffix}"] = List(purchases
            .SelectMany(p => Lines(p.Order).Select(l => (p.IntegrationId, l.ProductId, l.Name))).DistinctBy(l => (l.IntegrationId, l.ProductId)).Select(l => l.Name));
        fields[$"ICOMMKT_Categories_{suffix}"] = List(purchases
            .SelectMany(p => Lines(p.Order).SelectMany(l => l.Categories).Select(c => (p.IntegrationId, c.Id, c.Name))).DistinctBy(c => (c.IntegrationId, c.Id)).Select(c => c.Name));
        fields[$"ICOMMKT_Coupons_{suffix}"] = List(purchases.SelectMany(p => p.Order.Coupons).Distinct());
    }

    /// <summary>A line of which nothing is left contributes no product, category or brand.</summary>
    public static IEnumerable<OrderLine> Lines(StoreOrder order) => order.Lines.Where(l => l.Units.ToDecimal() > 0);

    private static decimal Net(StoreOrder order) => order.Total.ToDecimal() - order.Refunded.ToDecimal();

    private static decimal Round(decimal value) => Math.Round(value, 4, MidpointRounding.ToEven);

    private static decimal? Rate(string currency, DatabaseSettings settings) =>
        currency == settings.Currency ? 1 : settings.Rates.TryGetValue(currency, out var rate) ? rate : null;
}
