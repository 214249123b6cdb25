using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence;
using Icomm.Actors.Testing.Grains.Remote;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Grains.Tests.Profiles;

/// <summary>What the grain adds to the domain's state: durability, and nothing half-done.</summary>
public sealed class CustomerProfileGrainTests
{
    private const string Ana = "ana@example.com";

    private static readonly DatabaseSettings Settings = new() { TimeZone = "America/Montevideo", Currency = "UYU" };

    private static readonly DateTimeOffset Noon = new(2025, 12, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly AsOf = new(2026, 1, 1);

    [Fact]
    public async Task The_same_order_again_changes_nothing_and_writes_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        var order = ShopOrders.Order("1", Ana, Noon);

        Assert.Equal(1, (await bed.Profile(Ana).ApplyAsync(Changes(order))).New);
        var again = await bed.Profile(Ana).ApplyAsync(Changes(order with { ReadAt = Noon.AddHours(1) }, order));

        Assert.Equal((0, 0, 2), (again.New, again.Changed, again.Unchanged));
        Assert.Equal(1, bed.Backend.Profiles.Writes);
    }

    [Fact]
    public async Task A_newer_version_takes_the_place_of_the_old_one_and_an_older_one_does_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        var order = ShopOrders.Order("1", Ana, Noon, total: 100);
        await bed.Profile(Ana).ApplyAsync(Changes(order));

        Assert.Equal(1, (await bed.Profile(Ana).ApplyAsync(Changes(order.Updated(Noon.AddHours(2), total: 60)))).Changed);
        Assert.Equal(1, (await bed.Profile(Ana).ApplyAsync(Changes(order.Updated(Noon.AddHours(1), total: 80)))).Unchanged);

        Assert.Equal(60, await AmountAsync(bed));
        Assert.Equal(2, bed.Backend.Profiles.Writes);
    }

    [Fact]
    public async Task All_of_a_message_is_one_write()
    {
        await using var bed = await TestBed.StartAsync();

        await bed.Profile(Ana).ApplyAsync(Changes([.. Enumerable.Range(1, 20).Select(i => ShopOrders.Order($"{i}", Ana, Noon.AddMinutes(i)))]));

        Assert.Equal(1, bed.Backend.Profiles.Writes);
        Assert.Equal(20, Assert.Single(bed.Backend.Profiles.Rows).Summary.OrderCount);
    }

    [Fact]
    public async Task A_write_that_failed_leaves_what_was_there_before()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("1", Ana, Noon, total: 100)));

        FailNextWrite(bed, Failure.BeforeCommit);
        await AssertStorageFailedAsync(() => bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("2", Ana, Noon, total: 11))));

        Assert.Equal(100, await AmountAsync(bed));
        Assert.Equal(1, (await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("2", Ana, Noon, total: 11)))).New);
        Assert.Equal(111, await AmountAsync(bed));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_counts_once()
    {
        await using var bed = await TestBed.StartAsync();
        var order = ShopOrders.Order("1", Ana, Noon, total: 100);

        FailNextWrite(bed, Failure.AfterCommit);
        await AssertStorageFailedAsync(() => bed.Profile(Ana).ApplyAsync(Changes(order)));

        var again = await bed.Profile(Ana).ApplyAsync(Changes(order));
        Assert.Equal((0, 1), (again.New, again.Unchanged));
        Assert.Equal(100, await AmountAsync(bed));
    }

    [Fact]
    public async Task Whoever_changed_the_row_meanwhile_is_not_overwritten()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("1", Ana, Noon, total: 100)));
        var row = Assert.Single(bed.Backend.Profiles.Rows);
        var other = row.Decode().Apply(TestBed.IntegrationId, [ShopOrders.Order("2", Ana, Noon, total: 20)], [], Noon).State;
        Assert.True((await bed.Backend.Profiles.WriteAsync(row.Key, row.Version, other.Encoded, other.Summarize(), activity: null, CancellationToken.None)).Succeeded);

        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("3", Ana, Noon, total: 3))));
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("3", Ana, Noon, total: 3)));

        Assert.Equal(123, await AmountAsync(bed));
    }

    [Fact]
    public async Task Nobody_is_made_by_being_asked_for()
    {
        await using var bed = await TestBed.StartAsync();

        Assert.Null(await bed.Profile(Ana).EvaluateAsync(AsOf, Settings, null));
        Assert.Empty(await bed.Profile(Ana).ExplainAsync("ICOMMKT_Amount_30_Days", AsOf, Settings));
        Assert.Empty(bed.Backend.Profiles.Rows);
    }

    [Fact]
    public async Task It_answers_every_indicator_and_says_which_orders_make_it()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Profile(Ana).ApplyAsync(Changes(
            ShopOrders.Order("1", Ana, Noon, total: 100),
            ShopOrders.Order("2", Ana, Noon.AddDays(-40), total: 20),
            ShopOrders.Order("3", Ana, Noon.AddDays(1), total: 3) with { Status = OrderStatus.Cancelled }));

        var view = await bed.Profile(Ana).EvaluateAsync(AsOf, Settings, null);

        Assert.NotNull(view);
        Assert.Equal(3, view.Summary.OrderCount);
        Assert.Equal(Ana, view.Summary.Email);
        Assert.Equal(100, view.Indicators[Window.Days30].Totals.Amount.ToDecimal());
        Assert.Equal(120, view.Indicators[Window.Days60].Totals.Amount.ToDecimal());
        Assert.Equal(new DateOnly(2025, 12, 20), view.Indicators.LastPurchaseDate);
        Assert.Equal(["1", "2"], (await bed.Profile(Ana).ExplainAsync("ICOMMKT_Amount_60_Days", AsOf, Settings)).Select(purchase => purchase.OrderId));
    }

    [Fact]
    public async Task An_account_without_orders_is_a_profile_and_is_new_once()
    {
        await using var bed = await TestBed.StartAsync();
        var account = new StoreCustomer { Reference = new CustomerReference { Email = Ana, FirstName = "Ana" }, CreatedAt = Noon, UpdatedAt = Noon, ReadAt = Noon };

        var first = await bed.Profile(Ana).ApplyAsync(new ProfileChanges { IntegrationId = TestBed.IntegrationId, TimeZone = "Etc/UTC", Customers = [account] });
        var again = await bed.Profile(Ana).ApplyAsync(new ProfileChanges { IntegrationId = TestBed.IntegrationId, TimeZone = "Etc/UTC", Customers = [account] });
        var renamed = account with { Reference = account.Reference with { FirstName = "Ana María" }, UpdatedAt = Noon.AddDays(1), ReadAt = Noon.AddDays(1) };
        var changed = await bed.Profile(Ana).ApplyAsync(new ProfileChanges { IntegrationId = TestBed.IntegrationId, TimeZone = "Etc/UTC", Customers = [renamed] });

        Assert.Equal((1, 0, 0), (first.New, first.Changed, first.Unchanged));
        Assert.Equal((0, 0, 1), (again.New, again.Changed, again.Unchanged));
        Assert.Equal((0, 1, 0), (changed.New, changed.Changed, changed.Unchanged));
        Assert.Equal("Ana María", (await bed.Profile(Ana).EvaluateAsync(AsOf, Settings, null))!.Summary.FirstName);
        Assert.Equal(2, bed.Backend.Profiles.Writes);
    }

    /// <summary>The API turns them into answers by their type and code, so they must arrive as what they are.</summary>
    [Fact]
    public async Task Questions_that_have_no_answer_are_refused_by_name()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("1", Ana, Noon)));

        var indicator = await Assert.ThrowsAsync<UnknownIndicatorException>(() => bed.Profile(Ana).ExplainAsync("ICOMMKT_Shoe_Size", AsOf, Settings));
        var zone = await Assert.ThrowsAsync<UnknownTimeZoneException>(() => bed.Profile(Ana).EvaluateAsync(AsOf, Settings with { TimeZone = "Mars/Olympus" }, null));

        Assert.Equal(("unknown_indicator", "ICOMMKT_Shoe_Size"), (indicator.Code, indicator.Name));
        Assert.Equal(("unknown_time_zone", "Mars/Olympus"), (zone.Code, zone.Id));
    }

    [Fact]
    public async Task What_no_connector_should_send_is_refused_and_changes_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("1", Ana, Noon, total: 100)));

        await Assert.ThrowsAnyAsync<ArgumentException>(() => bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("2", Ana, Noon), ShopOrders.Order("", Ana, Noon))));

        Assert.Equal(100, await AmountAsync(bed));
        Assert.Equal(1, bed.Backend.Profiles.Writes);
    }

    [Theory]
    [InlineData(Failure.BeforeCommit)]
    [InlineData(Failure.AfterCommit)]
    public async Task A_move_whose_end_failed_is_made_again_and_counts_once(Failure failure)
    {
        await using var bed = await TestBed.StartAsync();
        Assert.True(CustomerIdentity.TryCreate(TestBed.IntegrationId, new CustomerReference { StoreCustomerId = "7" }, out var identity));
        var account = bed.Grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(TestBed.Account, TestBed.Database, bed.Backend.IdentityKey.DigestOf(identity)).ToString());
        await account.ApplyAsync(Changes(ShopOrders.Order("1", email: null, Noon, total: 100)));
        await bed.Profile(Ana).ApplyAsync(Changes(ShopOrders.Order("2", Ana, Noon, total: 20)));
        var to = ProfileKey.Parse(bed.Profile(Ana).GetPrimaryKeyString()).ProfileId;
        bed.Backend.SetMishaps(call => call.Operation == "delete" ? new Mishap(failure) : Mishap.None);
        await AssertStorageFailedAsync(() => account.MoveIntoAsync(to, "Etc/UTC"));

        bed.Backend.SetMishaps(_ => Mishap.None);
        Assert.True(await account.MoveIntoAsync(to, "Etc/UTC"));

        Assert.Equal(2, Assert.Single(bed.Backend.Profiles.Rows).Summary.OrderCount);
        Assert.Equal(120, await AmountAsync(bed));
    }

    private static ProfileChanges Changes(params StoreOrder[] orders) => new() { IntegrationId = TestBed.IntegrationId, TimeZone = "Etc/UTC", Orders = [.. orders] };

    private static async Task<decimal> AmountAsync(TestBed bed) =>
        (await bed.Profile(Ana).EvaluateAsync(AsOf, Settings, null))!.Indicators.Lifetime.Amount.ToDecimal();

    /// <summary>The engine wraps what its storage throws; what it was must be inside.</summary>
    private static async Task AssertStorageFailedAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAnyAsync<OrleansException>(call);
        Assert.IsType<PersistenceException>(exception.InnerException);
    }

    private static void FailNextWrite(TestBed bed, Failure failure)
    {
        var left = 1;
        bed.Backend.SetMishaps(call => call is { Server: "profiles", Operation: "write" } && Interlocked.Decrement(ref left) >= 0 ? new Mishap(failure) : Mishap.None);
    }
}
