using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>The heart of the suite (DESIGN §6): whatever was read, in whatever order, every indicator as of any date equals brute force.</summary>
public sealed class ProfileProperties
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Config Tests(int count) => Config.QuickThrowOnFailure.WithMaxTest(count);

    [Fact]
    public void Every_indicator_equals_brute_force() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = Apply(history.Batches());
        var oracle = Oracle(history.Batches());
        AssertSame(oracle.Fields(history.AsOf, history.Settings), state.Evaluate(history.AsOf, history.Settings));
        return true;
    }).Check(Tests(4_000));

    [Fact]
    public void The_bytes_don_t_depend_on_the_order_of_arrival() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var one = Apply(history.Batches());
        var other = Apply(history.OtherBatches());
        return one.Equals(other) && one.Equals(ProfileState.Decode([.. one.Encoded]));
    }).Check(Tests(3_000));

    [Fact]
    public void Everything_again_changes_nothing() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = Apply(history.Batches());
        return history.OtherBatches().All(batch =>
        {
            var again = state.Apply(batch.IntegrationId, batch.Orders, [], Now);
            return !again.IsChanged && ReferenceEquals(state, again.State) && again.Unchanged == batch.Orders.Length;
        });
    }).Check(Tests(1_000));

    [Fact]
    public void The_kept_orders_are_the_readings_that_count() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var orders = Apply(history.Batches()).Orders();
        Assert.Equal(orders.OrderBy(order => order.PlacedAt), orders);
        var expected = Oracle(history.Batches()).Orders.Select(reading => (
            reading.IntegrationId, reading.Order.OrderId, reading.Order.PlacedAt, reading.Order.UpdatedAt, reading.Order.Status, BruteForceProfile.IsPurchase(reading.Order), reading.Order.Currency,
            reading.Order.Total.ToDecimal() - reading.Order.Refunded.ToDecimal(), Brands: BruteForceProfile.IsPurchase(reading.Order) ? BrandsOf(reading) : ""));
        var actual = orders.Select(order => (
            order.IntegrationId, order.OrderId, order.PlacedAt, order.UpdatedAt, order.Status, order.IsPurchase, order.Currency,
            order.Amount.ToDecimal(), Brands: BruteForceProfile.List(order.Terms.Where(term => term.Kind == "brand").Select(term => term.Id).Order(StringComparer.Ordinal))));
        Assert.Equal(expected.Order(), actual.Order());
        return true;

        static string BrandsOf(Reading reading) =>
            BruteForceProfile.List(BruteForceProfile.Lines(reading.Order).Select(line => line.Brand).OfType<string>().Where(brand => brand.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }).Check(Tests(1_000));

    [Fact]
    public void An_explanation_adds_up_to_its_indicator() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = Apply(history.Batches());
        var indicators = state.Evaluate(history.AsOf, history.Settings);
        foreach (var window in Windows.All)
        {
            var purchases = state.Explain($"ICOMMKT_Amount_{window.Suffix}", history.AsOf, history.Settings);
            var totals = indicators[window].Totals;
            Assert.Equal(totals.Purchases, purchases.Sum(p => p.Purchases));
            Assert.Equal(totals.Units.ToDecimal(), purchases.Sum(p => p.Units.ToDecimal()));
            var rates = history.Settings.Rates;
            var amount = purchases.Where(p => p.Converted is not null).GroupBy(p => p.Currency)
                .Sum(g => Math.Round(g.Sum(p => p.Net.ToDecimal()) * (g.Key == "UYU" ? 1 : rates[g.Key]), 4, MidpointRounding.ToEven));
            Assert.Equal(totals.Amount.ToDecimal(), amount);
            var products = state.Explain($"ICOMMKT_Products_{window.Suffix}", history.AsOf, history.Settings);
            Assert.All(products, p => Assert.NotEmpty(p.Products));
            Assert.Empty(indicators[window].Products.Except(products.SelectMany(p => p.Products)));
            Assert.Equal(purchases.Select(p => p.OrderId), state.Explain($"ICOMMKT_RFM_{window.Suffix}", history.AsOf, history.Settings).Select(p => p.OrderId));
        }

        var last = state.Explain("ICOMMKT_Last_Purchase_Amount", history.AsOf, history.Settings);
        Assert.Equal(indicators.LastPurchaseDate, last.SingleOrDefault()?.Date);
        Assert.Equal(indicators.LastPurchaseAmount, last.SingleOrDefault()?.Converted);
        Assert.Equal(indicators.FirstPurchaseDate, state.Explain("ICOMMKT_First_Purchase_Date", history.AsOf, history.Settings).SingleOrDefault()?.Date);
        return true;
    }).Check(Tests(500));

    [Fact]
    public void Nothing_changes_before_the_next_change_date() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = Apply(history.Batches());
        var next = state.NextChangeDate(history.AsOf, history.Settings);
        var before = Numbers(state.Evaluate(history.AsOf, history.Settings));
        for (var day = 1; day <= 400 && (next is null || history.AsOf.AddDays(day) < next); day += 7)
            Assert.Equal(before, Numbers(state.Evaluate(history.AsOf.AddDays(day), history.Settings)));
        if (next is { } date)
        {
            Assert.Equal(before, Numbers(state.Evaluate(date.AddDays(-1), history.Settings)));
            Assert.NotEqual(before, Numbers(state.Evaluate(date, history.Settings)));
        }

        return true;

        static string Numbers(ProfileIndicators indicators) => string.Join(",", indicators.Windows.Select(w => w.Totals.Purchases));
    }).Check(Tests(300));

    [Fact]
    public void A_summary_says_what_the_orders_say() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = Apply(history.Batches());
        var summary = state.Summarize();
        var oracle = Oracle(history.Batches());
        var lifetime = oracle.Fields(new DateOnly(2040, 1, 1), history.Settings);
        Assert.Equal(oracle.Orders.Count(), summary.OrderCount);
        Assert.Equal(lifetime["ICOMMKT_Purchases_Lifetime"], BruteForceProfile.Text(summary.PurchaseCount));
        Assert.Equal(summary.PurchaseCount == 0, summary.LastPurchaseAt is null);
        Assert.Equal(oracle.Orders.Max(order => (DateTimeOffset?)order.Order.PlacedAt), state.LastOrderAt);
        Assert.Equal(history.Readings.IsEmpty ? null : "ana@example.com", summary.Email);
        return true;
    }).Check(Tests(500));

    internal static void AssertSame(SortedDictionary<string, string> expected, ProfileIndicators actual)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in actual.ToFields())
            fields[field.Name] = BruteForceProfile.Text(field.Value);
        foreach (var window in actual.Windows)
        {
            fields[$"SetAside_{window.Window.Suffix}"] = BruteForceProfile.Text(window.Totals.AmountsSetAside);
            fields[$"LastDate_{window.Window.Suffix}"] = BruteForceProfile.Text(window.LastPurchaseDate);
        }

        fields["LastDate_Lifetime"] = BruteForceProfile.Text(actual.LastPurchaseDate);
        fields["SetAside_Lifetime"] = BruteForceProfile.Text(actual.Lifetime.AmountsSetAside);
        fields["ICOMMKT_Purchases_Lifetime"] = BruteForceProfile.Text(actual.Lifetime.Purchases);
        fields["ICOMMKT_Items_Lifetime"] = BruteForceProfile.Text(actual.Lifetime.Units);
        fields["ICOMMKT_Amount_Lifetime"] = BruteForceProfile.Text(actual.Lifetime.Amount);
        fields["ICOMMKT_Avg_Amount_Lifetime"] = BruteForceProfile.Text(actual.Lifetime.AverageAmount);
        var wrong = expected.Where(e => !(e.Key.EndsWith("_Lifetime", StringComparison.Ordinal) && !fields.ContainsKey(e.Key)))
            .Where(e => !fields.TryGetValue(e.Key, out var value) || value != e.Value)
            .Select(e => $"{e.Key}: expected '{e.Value}', got '{fields.GetValueOrDefault(e.Key)}'");
        Assert.Empty(wrong);
        Assert.Empty(fields.Keys.Except(expected.Keys));
    }

    private static ProfileState Apply(IEnumerable<(string IntegrationId, Domain.Orders.StoreOrder[] Orders)> batches) =>
        batches.Aggregate(ProfileState.Empty, (state, batch) => state.Apply(batch.IntegrationId, batch.Orders, [], Now).State);

    private static BruteForceProfile Oracle(IEnumerable<(string IntegrationId, Domain.Orders.StoreOrder[] Orders)> batches)
    {
        var oracle = new BruteForceProfile();
        foreach (var (integrationId, orders) in batches)
            oracle.Add(integrationId, orders);
        return oracle;
    }
}
