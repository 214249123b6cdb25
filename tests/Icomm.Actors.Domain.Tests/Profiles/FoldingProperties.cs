using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>Folding forgets orders, never figures: whatever date can still be answered equals brute force over every order that was accepted.</summary>
public sealed class FoldingProperties
{
    /// <summary>As the real one, but small enough that a history of a dozen orders gets there.</summary>
    private static readonly FoldingPolicy Early = new(3, 400);

    [Fact]
    public void What_can_be_answered_equals_brute_force() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        var state = ProfileState.Empty;
        var oracle = new BruteForceProfile();
        var end = Midnight(history.AsOf);
        for (var i = 0; i < history.Readings.Length; i++)
        {
            var (integrationId, order) = history.Readings[i];
            var now = end.AddDays(-200.0 * (history.Readings.Length - i) / history.Readings.Length);
            var update = state.Apply(integrationId, [order], [], now, Early);
            Assert.Equal(1, update.New + update.Changed + update.Unchanged + update.TooOldToCorrect);
            if (update.TooOldToCorrect == 0)
                oracle.Add(integrationId, order);
            else
                Assert.False(update.IsChanged && update.State.OrderCount != state.OrderCount);
            state = update.State;
        }

        Assert.Equal(oracle.Orders.Count(), state.OrderCount);
        Assert.Equal(state, ProfileState.Decode([.. state.Encoded]));
        ProfileProperties.AssertSame(oracle.Fields(history.AsOf.AddDays(1), history.Settings), state.Evaluate(history.AsOf.AddDays(1), history.Settings));

        var asOf = history.AsOf.AddDays(-(history.Shuffle % 400));
        try
        {
            ProfileProperties.AssertSame(oracle.Fields(asOf, history.Settings), state.Evaluate(asOf, history.Settings));
        }
        catch (AsOfUnanswerableException e)
        {
            Assert.True(state.FoldedCount > 0 && e.Earliest > asOf && e.AsOf == asOf);
            ProfileProperties.AssertSame(oracle.Fields(e.Earliest, history.Settings), state.Evaluate(e.Earliest, history.Settings));
            asOf = e.Earliest;
        }

        var explained = state.Explain("ICOMMKT_Purchases_360_Plus_Days", asOf, history.Settings);
        Assert.Equal(state.Evaluate(asOf, history.Settings)[Window.Over360].Totals.Purchases, explained.Sum(p => p.Purchases));
        foreach (var indicator in IndicatorNames.All.Where(i => i.Metric >= IndicatorMetric.LifetimeRfm))
        {
            var all = state.Explain(indicator.Name, asOf, history.Settings);
            Assert.Equal(state.Evaluate(asOf, history.Settings).Lifetime.Purchases, all.Sum(p => p.Purchases));
        }

        Assert.Equal(state.Evaluate(asOf, history.Settings).LastPurchaseDate, state.Explain("ICOMMKT_Last_Purchase_Date", asOf, history.Settings).SingleOrDefault()?.Date);
        Assert.Equal(state.Evaluate(asOf, history.Settings).FirstPurchaseDate, state.Explain("ICOMMKT_First_Purchase_Date", asOf, history.Settings).SingleOrDefault()?.Date);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Without_corrections_the_folded_bytes_don_t_depend_on_the_order_of_arrival() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        var once = history.Readings.DistinctBy(r => (r.IntegrationId, r.Order.OrderId)).ToArray();
        var now = Midnight(history.AsOf);
        var one = Apply(once, now);
        new Random(history.Shuffle).Shuffle(once);
        return one.Equals(Apply(once, now));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Merging_two_profiles_equals_having_read_everything_into_one() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var random = new Random(history.Shuffle);
        var parts = history.Readings.ToLookup(_ => random.Next(2));
        var never = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (one, other, all) = (Apply(parts[0], never), Apply(parts[1], never), Apply(history.Readings, never));
        var merged = one.Merge(other, never);
        return all.Equals(merged.State) && all.Equals(other.Merge(one, never).State) && merged.IsChanged == !all.Equals(one);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

    [Fact]
    public void A_profile_with_nothing_folded_merges_into_a_folded_one() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        // Each order is in one part only, and read once: then nothing can be too old to correct.
        var random = new Random(history.Shuffle);
        var parts = history.Readings.DistinctBy(r => (r.IntegrationId, r.Order.OrderId)).ToLookup(_ => random.Next(3) == 0);
        var now = Midnight(history.AsOf);
        var unfolded = parts[true].Aggregate(ProfileState.Empty, (s, r) => s.Apply(r.IntegrationId, [r.Order], [], now).State);
        var folded = Apply(parts[false], now);
        var oracle = new BruteForceProfile();
        foreach (var reading in parts[true].Concat(parts[false]))
            oracle.Add(reading.IntegrationId, reading.Order);
        foreach (var merged in new[] { unfolded.Merge(folded, now, Early), folded.Merge(unfolded, now, Early) })
        {
            Assert.Equal(oracle.Orders.Count(), merged.State.OrderCount);
            ProfileProperties.AssertSame(oracle.Fields(history.AsOf.AddDays(1), history.Settings), merged.State.Evaluate(history.AsOf.AddDays(1), history.Settings));
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(700));

    private static DateTimeOffset Midnight(DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);

    private static ProfileState Apply(IEnumerable<Reading> readings, DateTimeOffset now) =>
        readings.Aggregate(ProfileState.Empty, (state, r) => state.Apply(r.IntegrationId, [r.Order], [], now, Early).State);
}
