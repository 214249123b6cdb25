using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>Customers who are known by an account alone, until a page names their e-mail.</summary>
public sealed class FoundEmailsTests
{
    private const string Ana = "ana@example.com";

    private static readonly DatabaseSettings Settings = new() { TimeZone = "America/Montevideo", Currency = "UYU" };

    [Fact]
    public async Task What_was_kept_under_the_account_becomes_part_of_the_emails_profile()
    {
        await using var bed = await TestBed.StartAsync();
        var first = Order(bed, "order-1", "7", email: null, total: 100);
        bed.Shop.Put(first);
        bed.Shop.Put(Order(bed, "order-2", "7", email: null, total: 20));
        bed.Shop.Put(Order(bed, "order-3", "8", email: null, total: 3));
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        Assert.Equal(2, bed.Backend.Profiles.Rows.Length);

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(first.Updated(bed.Now, total: 90) with { Customer = new CustomerReference { StoreCustomerId = "7", Email = Ana } });
        var row = await bed.RunAsync();

        // The shop's clock may be behind: the second order is read again, without the e-mail, and is known.
        Assert.Equal((0, 1, 2), (row.Counters.New, row.Counters.Changed, row.Counters.Unchanged));
        Assert.Equal([1, 2], bed.Backend.Profiles.Rows.Select(profile => profile.Summary.OrderCount).Order());
        Assert.Equal(110, await AmountAsync(bed));

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(Order(bed, "order-4", "7", email: null, total: 4));
        await bed.RunAsync();
        Assert.Equal([1, 3], bed.Backend.Profiles.Rows.Select(profile => profile.Summary.OrderCount).Order());
        Assert.Equal(114, await AmountAsync(bed));
    }

    [Fact]
    public async Task An_account_with_several_emails_is_nobodys()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.Put(Order(bed, "order-1", "0", email: null, total: 100));
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(Order(bed, "order-2", "0", Ana, total: 20));
        bed.Shop.Put(Order(bed, "order-3", "0", "bea@example.com", total: 20));
        await bed.RunAsync();

        Assert.Equal(3, bed.Backend.Profiles.Rows.Length);
        Assert.Equal(20, await AmountAsync(bed));
    }

    private static StoreOrder Order(TestBed bed, string id, string account, string? email, decimal total) =>
        ShopOrders.Order(id, email, bed.Now.AddMinutes(-5), total) with { Customer = new CustomerReference { StoreCustomerId = account, Email = email } };

    private static async Task<decimal> AmountAsync(TestBed bed)
    {
        var profile = await bed.Profile(Ana).EvaluateAsync(DateOnly.FromDateTime(bed.Now.UtcDateTime), Settings, null);
        return profile!.Indicators.Lifetime.Amount.ToDecimal();
    }
}
