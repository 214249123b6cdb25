using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>A profile without one of its integrations is the profile that never saw it, to the byte.</summary>
public sealed class RemovalProperties
{
    private static readonly FoldingPolicy Early = new(3, 400);

    private static readonly DateTimeOffset Never = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_left_is_a_profile_that_never_saw_the_integration() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var gone = history.Shuffle % 2 == 0 ? "magento-1" : "vtex-2";
        var (all, others, removed) = (ProfileState.Empty, ProfileState.Empty, 0);
        foreach (var (integrationId, orders) in history.Batches())
        {
            // Accounts of a part of the customers, some of integrations that have no order.
            StoreCustomer[] accounts = history.Shuffle % 3 == 0 ? [Account(orders[0].OrderId, orders[0].UpdatedAt)] : [];
            var update = all.Apply(integrationId, orders, accounts, Never);
            all = update.State;
            if (integrationId == gone)
                removed += update.New;
            else
                others = others.Apply(integrationId, orders, accounts, Never).State;
        }

        all = all.Apply("hermes-3", [], [Account("7", Noon)], Never).State;
        others = others.Apply("hermes-3", [], [Account("7", Noon)], Never).State;
        var removal = all.Remove(gone);
        Assert.Equal(others, removal.State);
        Assert.Equal((removed, 0, 0), (removal.Orders, removal.FoldedRemoved, removal.FoldedLeft));
        Assert.Equal(!all.Equals(others), removal.IsChanged);
        Assert.Equal(removal.State, ProfileState.Decode([.. removal.State.Encoded]));
        Assert.Same(removal.State, removal.State.Remove(gone).State);
        Assert.Equal(ProfileState.Empty, removal.State.Remove("hermes-3").State.Remove("magento-1").State.Remove("vtex-2").State);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

    [Fact]
    public void Folded_purchases_go_when_they_are_the_integration_s_alone_and_stay_as_they_are_when_mixed() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        var (state, oracle) = (ProfileState.Empty, new BruteForceProfile());
        var now = new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        foreach (var (integrationId, order) in history.Readings.DistinctBy(r => (r.IntegrationId, r.Order.OrderId)))
        {
            var update = state.Apply(integrationId, [order], [], now, Early);
            if (update.TooOldToCorrect == 0)
                oracle.Add(integrationId, order);
            state = update.State;
        }

        var kept = state.OrderCount - state.FoldedCount;
        var removal = state.Remove("magento-1");
        Assert.Equal(removal.State, ProfileState.Decode([.. removal.State.Encoded]));
        Assert.True(removal.FoldedRemoved == 0 || removal.FoldedLeft == 0);
        Assert.Equal(removal.FoldedRemoved > 0 ? 0 : state.FoldedCount, removal.State.FoldedCount);
        Assert.Equal(kept - removal.Orders, removal.State.OrderCount - removal.State.FoldedCount);
        var left = oracle.Orders.Count(r => r.IntegrationId != "magento-1" && BruteForceProfile.IsPurchase(r.Order));
        Assert.Equal(left + removal.FoldedLeft, removal.State.Summarize().PurchaseCount);
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_profile_is_empty_when_its_only_integration_is_gone()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon, 100)], [Account("7", Noon)], Noon).State;
        Assert.False(state.IsEmpty);
        Assert.True(state.Remove("m").State.IsEmpty);
        Assert.False(ProfileState.Empty.Apply("m", [], [Account("7", Noon)], Noon).State.IsEmpty);
        Assert.Same(ProfileActivity.None, ProfileState.Empty.Withdraw());
    }

    private static StoreCustomer Account(string id, DateTimeOffset at) =>
        new() { Reference = new CustomerReference { StoreCustomerId = id, Email = $"account-{id}@example.com", FirstName = "Ana" }, CreatedAt = at, UpdatedAt = at, ReadAt = at };
}
