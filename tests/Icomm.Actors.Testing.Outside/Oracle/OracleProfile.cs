namespace Icomm.Actors.Testing.Outside.Oracle;

/// <summary>
/// Every indicator of one customer as of a day, by going through all orders for each window. Slow and plain on purpose; written from DESIGN §6 alone.
/// </summary>
internal sealed class OracleProfile
{
    private static readonly (string Suffix, Func<int, bool> Holds)[] Windows =
    [
        ("30_Days", age => age is >= 0 and <= 30),
        ("60_Days", age => age is >= 0 and <= 60),
        ("90_Days", age => age is >= 0 and <= 90),
        ("180_Days", age => age is >= 0 and <= 180),
        ("360_Days", age => age is >= 0 and <= 360),
        ("360_Plus_Days", age => age > 360),
    ];

    private readonly Dictionary<string, Expectation> _indicators = [];

    private OracleProfile(IReadOnlyList<OracleOrder> orders) => Orders = orders.Count;

    /// <summary>Of every state.</summary>
    public int Orders { get; }

    public int Purchases { get; private init; }

    public decimal Items { get; private init; }

    public decimal Amount { get; private init; }

    public IReadOnlyDictionary<string, Expectation> Indicators => _indicators;

    /// <param name="orders">Of one customer, in any order.</param>
    public static OracleProfile Evaluate(IReadOnlyList<OracleOrder> orders, DateOnly asOf, TimeZoneInfo zone)
    {
        var purchases = orders
            .Where(order => order.IsPurchase)
            .Select(order => (Order: order, Day: DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(order.PlacedAt, zone))))
            .Where(purchase => purchase.Day <= asOf)
            .OrderByDescending(purchase => purchase.Order.PlacedAt)
            .ToArray();
        var all = purchases.Select(purchase => purchase.Order).ToArray();
        var profile = new OracleProfile(orders) { Purchases = all.Length, Items = all.Sum(Units), Amount = all.Sum(order => order.Net) };
        foreach (var (suffix, holds) in Windows)
            profile.AddWindow(suffix, [.. purchases.Where(purchase => holds(asOf.DayNumber - purchase.Day.DayNumber)).Select(purchase => purchase.Order)]);
        DateOnly? first = purchases.Length == 0 ? null : purchases[^1].Day;
        DateOnly? last = purchases.Length == 0 ? null : purchases[0].Day;
        profile.AddEnds(first, last, asOf, [.. all.TakeWhile(order => order.PlacedAt == all[0].PlacedAt)]);
        return profile;
    }

    private static decimal Units(OracleOrder order) => order.Lines.Sum(line => line.Units);

    private void AddWindow(string suffix, OracleOrder[] purchases)
    {
        var amount = purchases.Sum(order => order.Net);
        Add($"Purchases_{suffix}", Expectation.Of(purchases.Length));
        Add($"Items_{suffix}", Expectation.Of(purchases.Sum(Units)));
        Add($"Amount_{suffix}", Expectation.Of(amount));
        Add($"Avg_Amount_{suffix}", Expectation.Of(purchases.Length == 0 ? null : decimal.Round(amount / purchases.Length, 4, MidpointRounding.ToEven)));
        Add($"Products_{suffix}", Names(purchases, order => Bought(order).Select(line => (line.ProductId, line.Name))));
        Add($"Categories_{suffix}", Names(purchases, order => Bought(order).SelectMany(line => line.Categories).Select(category => ($"{category.Id}", category.Name))));
        Add($"Coupons_{suffix}", Names(purchases, Coupons));
    }

    /// <param name="latest">The last purchase, or those of the same instant.</param>
    private void AddEnds(DateOnly? first, DateOnly? last, DateOnly asOf, OracleOrder[] latest)
    {
        Add("First_Purchase_Date", Expectation.Of(first));
        Add("Last_Purchase_Date", Expectation.Of(last));
        Add("Days_Since_First_Purchase", Expectation.Of((decimal?)(asOf.DayNumber - first?.DayNumber)));
        Add("Days_Since_Last_Purchase", Expectation.Of((decimal?)(asOf.DayNumber - last?.DayNumber)));
        Add("Last_Purchase_Amount", Either(latest, Expectation.Of((decimal?)null), order => Expectation.Of(order.Net)));
        AddLastNames("Last_Purchase_Brands", order => Bought(order).Where(line => line.Brand is not null).Select(line => (line.Brand!, line.Brand!)));
        AddLastNames("Last_Purchase_Categories", order => Bought(order).SelectMany(line => line.Categories).Select(category => ($"{category.Id}", category.Name)));
        AddLastNames("Last_Purchase_Promo_Codes", Coupons);

        void AddLastNames(string name, Func<OracleOrder, IEnumerable<(string Id, string Name)>> things) =>
            Add(name, Either(latest, new NamesByRecency([]), order => Names([order], things)));
    }

    private void Add(string name, Expectation value) => _indicators.Add($"ICOMMKT_{name}", value);

    private static IEnumerable<OracleLine> Bought(OracleOrder order) => order.Lines.Where(line => line.Units > 0);

    private static IEnumerable<(string Id, string Name)> Coupons(OracleOrder order) => order.Coupon is { } code ? [(code, code)] : [];

    private static Expectation Either(OracleOrder[] orders, Expectation none, Func<OracleOrder, Expectation> each) => orders.Length switch
    {
        0 => none,
        1 => each(orders[0]),
        _ => new AnyOf([.. orders.Select(each)]),
    };

    /// <summary>Distinct by id, under the name that the latest purchase gives it, in groups of one instant.</summary>
    private static NamesByRecency Names(IEnumerable<OracleOrder> latestFirst, Func<OracleOrder, IEnumerable<(string Id, string Name)>> things)
    {
        var seen = new HashSet<string>();
        var groups = new List<IReadOnlyList<string>>();
        foreach (var instant in latestFirst.GroupBy(order => order.PlacedAt))
        {
            var names = instant.SelectMany(things).Where(thing => seen.Add(thing.Id)).Select(thing => thing.Name).ToArray();
            if (names.Length > 0)
                groups.Add(names);
        }

        return new NamesByRecency(groups);
    }
}
