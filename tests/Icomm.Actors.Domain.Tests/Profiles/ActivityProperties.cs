using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>What profiles post adds up to the purchases of their orders as they stand in the end, whatever was corrected, replayed, folded or merged on the way.</summary>
public sealed class ActivityProperties
{
    private static readonly FoldingPolicy Early = new(3, 400);

    private static readonly DateTimeOffset Never = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Postings_of_batches_add_up_to_the_orders() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var (sums, oracle, state) = (new Sums(), new BruteForceProfile(), ProfileState.Empty);
        foreach (var (integrationId, orders) in history.Batches().Concat(history.OtherBatches()))
        {
            oracle.Add(integrationId, orders);
            var update = state.Apply(integrationId, orders, [], Never);
            sums.Add(update.Activity);
            Assert.True(update.IsChanged || ReferenceEquals(ProfileActivity.None, update.Activity));
            Assert.Equal(FirstOf(state), update.Activity.IsEmpty ? FirstOf(state) : update.Activity.FirstPurchaseBefore);
            Assert.Equal(FirstOf(update.State), update.Activity.IsEmpty ? FirstOf(state) : update.Activity.FirstPurchaseAfter);
            state = update.State;
        }

        sums.AssertHolds(oracle);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Folding_posts_nothing_and_what_folds_straight_in_is_posted() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        var (sums, oracle, state) = (new Sums(), new BruteForceProfile(), ProfileState.Empty);
        var end = new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        for (var i = 0; i < history.Readings.Length; i++)
        {
            var (integrationId, order) = history.Readings[i];
            var update = state.Apply(integrationId, [order], [], end.AddDays(-200.0 * (history.Readings.Length - i) / history.Readings.Length), Early);
            sums.Add(update.Activity);
            if (update.TooOldToCorrect == 0)
                oracle.Add(integrationId, order);
            state = update.State;
        }

        sums.AssertHolds(oracle);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Merging_takes_off_what_both_had() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var random = new Random(history.Shuffle);
        var (sums, oracle) = (new Sums(), new BruteForceProfile());
        ProfileState[] states = [ProfileState.Empty, ProfileState.Empty];
        foreach (var (integrationId, order) in history.Readings)
        {
            oracle.Add(integrationId, order);
            var where = random.Next(3);
            for (var i = 0; i < states.Length; i++)
            {
                if (where != i)
                    states[i] = sums.Add(states[i].Apply(integrationId, [order], [], Never));
            }
        }

        sums.Add(states[0].Merge(states[1], Never));
        sums.AssertHolds(oracle);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(700));

    [Fact]
    public void Removing_an_integration_takes_its_purchases_off_and_withdrawing_the_profile_the_rest() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var (sums, left, state) = (new Sums(), new BruteForceProfile(), ProfileState.Empty);
        foreach (var (integrationId, orders) in history.Batches())
        {
            state = sums.Add(state.Apply(integrationId, orders, [], Never));
            if (integrationId != "vtex-2")
                left.Add(integrationId, orders);
        }

        var removal = state.Remove("vtex-2");
        sums.Add(removal.Activity);
        sums.AssertHolds(left);
        sums.Add(removal.State.Withdraw());
        sums.AssertHolds(new BruteForceProfile());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(700));

    [Fact]
    public void Merging_with_a_folded_profile_takes_off_what_both_had() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        // Each order read once, so that none is too old to correct; some by both profiles.
        var random = new Random(history.Shuffle);
        var now = new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        var (sums, oracle, folded, unfolded) = (new Sums(), new BruteForceProfile(), ProfileState.Empty, ProfileState.Empty);
        foreach (var (integrationId, order) in history.Readings.DistinctBy(r => (r.IntegrationId, r.Order.OrderId)))
        {
            oracle.Add(integrationId, order);
            var where = random.Next(4);
            if (where != 0)
                folded = sums.Add(folded.Apply(integrationId, [order], [], now, Early));
            if (where < 2)
                unfolded = sums.Add(unfolded.Apply(integrationId, [order], [], now));
        }

        sums.Add(history.Shuffle % 2 == 0 ? folded.Merge(unfolded, now, Early) : unfolded.Merge(folded, now, Early));
        sums.AssertHolds(oracle);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(700));

    [Fact]
    public void A_correction_takes_the_old_purchase_off_and_adds_the_new_one()
    {
        var order = Order("1", Noon, 100) with { Lines = [Line("p", "Shoe", 2, "Acme", ("c", "Shoes"), ("c", "Footwear")), Line("p", "Shoe again")], Coupons = ["SAVE10"] };
        var first = ProfileState.Empty.Apply("m", [order], [], Noon);
        var posting = Assert.Single(first.Activity.Postings);
        Assert.Equal((1, Noon, "USD", Money.From(100), Quantity.From(3)), (posting.Sign, posting.PlacedAt, posting.Currency, posting.Amount, posting.Units));
        Assert.Equal(
            [new(PostedTermKind.Product, "m", "p", "Shoe"), new(PostedTermKind.Category, "m", "c", "Shoes"), new PostedTerm(PostedTermKind.Brand, "", "Acme", "Acme")],
            posting.Terms.AsEnumerable());
        Assert.Equal((null, Noon), (first.Activity.FirstPurchaseBefore, first.Activity.FirstPurchaseAfter));

        var refunded = first.State.Apply("m", [order with { UpdatedAt = Noon.AddDays(1), Refunded = Money.From(30) }], [], Noon).Activity;
        Assert.Equal([(-1, Money.From(100)), (1, Money.From(70))], refunded.Postings.Select(p => (p.Sign, p.Amount)));
        Assert.Equal(posting.Terms.AsEnumerable(), refunded.Postings[0].Terms.AsEnumerable());

        var cancelled = first.State.Apply("m", [order with { UpdatedAt = Noon.AddDays(1), Status = OrderStatus.Cancelled }], [], Noon).Activity;
        Assert.Equal(-1, Assert.Single(cancelled.Postings).Sign);
        Assert.Equal((Noon, null), (cancelled.FirstPurchaseBefore, cancelled.FirstPurchaseAfter));
    }

    [Fact]
    public void What_changes_nothing_of_the_purchase_posts_nothing()
    {
        var order = Order("1", Noon, 100) with { Lines = [Line("p", "Shoe")], Coupons = ["SAVE10"] };
        var state = ProfileState.Empty.Apply("m", [order], [], Noon).State;

        // The same again, only the version, another state of the shop, another coupon, and there and back within one batch.
        StoreOrder[][] batches =
        [
            [order], [order with { UpdatedAt = Noon.AddDays(1) }], [order with { UpdatedAt = Noon.AddDays(1), State = "complete", Number = "#2", Coupons = [] }],
            [order with { UpdatedAt = Noon.AddDays(1), Total = Money.From(1) }, order with { UpdatedAt = Noon.AddDays(2), State = "complete" }],
            [Order("2", Noon, status: OrderStatus.Pending)], [Order("2", Noon), Order("2", Noon.AddDays(1)) with { Status = OrderStatus.Cancelled }],
        ];
        Assert.All(batches, batch => Assert.Same(ProfileActivity.None, state.Apply("m", batch, [], Noon).Activity));
    }

    private static DateTimeOffset? FirstOf(ProfileState state) => state.Summarize().FirstPurchaseAt;

    /// <summary>A database's sums, kept so finely that nothing wrong can cancel out: how often each purchase counts, and how many customers began when.</summary>
    private sealed class Sums
    {
        private readonly Dictionary<string, int> _counts = [];

        public ProfileState Add(ProfileUpdate update)
        {
            Add(update.Activity);
            return update.State;
        }

        public void Add(ProfileActivity activity)
        {
            var keys = activity.Postings.Select(p => Key(p.PlacedAt, p.Currency, p.Amount, p.Units, p.Terms.Select(t => $"{t.Kind} {t.IntegrationId}/{t.Id}={t.Name}"))).ToArray();
            foreach (var (posting, key) in activity.Postings.Zip(keys))
            {
                Assert.True(posting.Sign is 1 or -1);
                Count(key, posting.Sign);
            }

            Count($"began {activity.FirstPurchaseBefore:O}", activity.FirstPurchaseBefore is null ? 0 : -1);
            Count($"began {activity.FirstPurchaseOfMerged:O}", activity.FirstPurchaseOfMerged is null ? 0 : -1);
            Count($"began {activity.FirstPurchaseAfter:O}", activity.FirstPurchaseAfter is null ? 0 : 1);
            Assert.All(_counts.Values, count => Assert.True(count >= 0)); // what is taken off was there
        }

        public void AssertHolds(BruteForceProfile oracle)
        {
            var expected = new Sums();
            var purchases = oracle.Orders.Where(r => BruteForceProfile.IsPurchase(r.Order)).ToArray();
            foreach (var (integrationId, order) in purchases)
            {
                var lines = order.Lines.Where(l => l.Units.TenThousandths > 0).ToArray();
                var terms = lines.DistinctBy(l => l.ProductId).Select(l => $"Product {integrationId}/{l.ProductId}={l.Name}")
                    .Concat(lines.SelectMany(l => l.Categories).DistinctBy(c => c.Id).Select(c => $"Category {integrationId}/{c.Id}={c.Name}"))
                    .Concat(lines.Where(l => l.Brand is not null).Select(l => l.Brand).Distinct().Select(b => $"Brand /{b}={b}"));
                var units = new Quantity(order.Lines.Sum(l => l.Units.TenThousandths));
                expected.Count(Key(order.PlacedAt, order.Currency, order.Total - order.Refunded, units, terms), 1);
            }

            if (purchases.Length > 0)
                expected.Count($"began {purchases.Min(p => p.Order.PlacedAt).ToUniversalTime():O}", 1);
            Assert.Equal(expected.Lines(), Lines());
        }

        private static string Key(DateTimeOffset placedAt, string currency, Money amount, Quantity units, IEnumerable<string> terms) =>
            $"{placedAt.UtcTicks} {currency} {amount} {units} {string.Join('|', terms.Order(StringComparer.Ordinal))}";

        private IEnumerable<string> Lines() => _counts.Where(c => c.Value != 0).Select(c => $"{c.Key} × {c.Value}").Order(StringComparer.Ordinal);

        private void Count(string what, int by) => _counts[what] = _counts.GetValueOrDefault(what) + by;
    }
}
