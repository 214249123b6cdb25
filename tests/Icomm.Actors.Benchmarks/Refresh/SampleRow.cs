using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>Every indicator of one customer in one form, whoever computed it: by the names of the SQL scripts' columns.</summary>
internal static class SampleRow
{
    private static readonly string[] Suffixes = ["30", "60", "90", "180", "360", "plus"];
    private static readonly string[] PublishedSuffixes = ["30_Days", "60_Days", "90_Days", "180_Days", "360_Days", "360_Plus_Days"];
    private static readonly (string Column, string Published)[] WindowLists = [("products", "Products"), ("categories", "Categories"), ("coupons", "Coupons")];

    /// <summary>A row of a SQL script's result.</summary>
    public static SortedDictionary<string, string> Of(JsonElement row, NameOrder order)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in row.EnumerateObject().Where(column => column.Name != "customer_id" && column.Value.ValueKind != JsonValueKind.Null))
        {
            if (column.Value.ValueKind == JsonValueKind.Array)
                AddList(all, column.Name, column.Value.EnumerateArray().Select(name => name.GetString()!), order);
            else
                all[column.Name] = column.Value.ToString();
        }

        return all;
    }

    /// <summary>The product's row.</summary>
    public static SortedDictionary<string, string> Of(MasterDataRow row, NameOrder order)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (profile, scores) = (row.Profile, row.Scores!);
        var lists = JsonDocument.Parse(profile.Lists).RootElement;
        for (var window = 0; window < Suffixes.Length; window++)
        {
            var (metrics, suffix) = (profile.Periods[window], Suffixes[window]);
            Add($"n{suffix}", metrics.Purchases);
            Add($"u{suffix}", metrics.Units / 10_000);
            Add($"a{suffix}", metrics.Amount / 100);
            if (metrics.Average is { } average)
                Add($"avg{suffix}", average);
            Add($"rfm{suffix}", scores.Codes[window]);
            foreach (var (column, published) in WindowLists)
                AddList(all, $"{column}{suffix}", Names($"{published}_{PublishedSuffixes[window]}"), order);
        }

        var lifetime = profile.Periods[(int)RfmPeriod.Lifetime];
        Add("purchases", lifetime.Purchases);
        Add("units", lifetime.Units / 10_000);
        Add("cents", lifetime.Amount / 100);
        Add("rfm", scores.Codes[(int)RfmPeriod.Lifetime]);
        all["rfm_group"] = scores.Group;
        all["segment"] = scores.Segment;
        all["first_date"] = DateOnly.FromDayNumber(profile.FirstPurchaseOn).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        all["last_date"] = DateOnly.FromDayNumber(profile.LastPurchaseOn).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Add("days_since_first", RefreshShop.AsOf.DayNumber - profile.FirstPurchaseOn);
        Add("days_since_last", RefreshShop.AsOf.DayNumber - profile.LastPurchaseOn);
        Add("last_cents", profile.LastPurchaseAmount!.Value / 100);
        AddList(all, "last_brands", Names("Last_Purchase_Brands"), order);
        AddList(all, "last_categories", Names("Last_Purchase_Categories"), order);
        if (Names("Last_Purchase_Promo_Codes") is [var coupon])
            all["last_coupon"] = coupon;
        return all;

        void Add(string name, long value) => all[name] = value.ToString(CultureInfo.InvariantCulture);

        ImmutableArray<string> Names(string indicator) =>
            lists.TryGetProperty($"ICOMMKT_{indicator}", out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
    }

    /// <summary>Empty lists and those that are left out are the same. Names of one purchase have no order among them.</summary>
    private static void AddList(SortedDictionary<string, string> all, string column, IEnumerable<string> names, NameOrder order)
    {
        var list = names.ToArray();
        if (list.Length == 0)
            return;
        var isPlus = column.EndsWith("plus", StringComparison.Ordinal);
        var times = list.Select(name => order.LastTime(name, isPlus)).ToArray();
        var isOrdered = column.StartsWith("last_", StringComparison.Ordinal) || times.Zip(times.Skip(1)).All(pair => pair.First >= pair.Second);
        all[column] = (isOrdered ? "" : "not most recent first: ") + string.Join("; ", list.Order(StringComparer.Ordinal));
    }
}

/// <summary>When a customer last bought a product, of a category, or with a coupon: what the order of lists is checked by.</summary>
internal sealed class NameOrder
{
    private readonly Dictionary<string, DateTime> _last = [];
    private readonly Dictionary<string, DateTime> _lastBefore = [];

    public NameOrder(ImmutableArray<RefreshOrder> orders)
    {
        foreach (var order in orders)
        {
            foreach (var line in order.Lines.Select(line => RefreshCatalogue.Products[line.Product].Line))
            {
                Note(line.Name, order);
                foreach (var category in line.Categories)
                    Note(category.Name, order);
            }

            if (order.Coupon is { } coupon)
                Note(coupon, order);
        }
    }

    /// <param name="isPlus">Of purchases older than 360 days.</param>
    public DateTime LastTime(string name, bool isPlus) => (isPlus ? _lastBefore : _last).GetValueOrDefault(name);

    private void Note(string name, RefreshOrder order)
    {
        _last[name] = order.PlacedAt;
        if (RefreshShop.AsOf.DayNumber - DateOnly.FromDateTime(order.PlacedAt).DayNumber > 360)
            _lastBefore[name] = order.PlacedAt;
    }
}
