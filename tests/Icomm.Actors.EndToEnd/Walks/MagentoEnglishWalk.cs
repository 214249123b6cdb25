using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"How to integrate with Magento": what the English article asks for beside the Spanish one's steps. Each comment is the article's own sentence.</summary>
[Collection(WalkCollection.Name)]
public sealed class MagentoEnglishWalk(WalkSilo host)
{
    private const string TimeZone = "America/Montevideo";

    [Fact]
    public async Task ShareTheFollowingDetails()
    {
        var source = new GeneratedSource { Seed = 71, Customers = 60, Orders = 600, Products = 20, Days = 600 };
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source });
        host.Silo.Guard(shop.Shop.Password);
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Magento shop", "en");
        var form = await merchant.ChooseAsync("Magento");

        // "Click on All Users to create a user with the following credentials: Username, Password."
        form.Enter("User name", shop.Shop.Username);
        form.Enter("Password", shop.Shop.Password);

        // "Site url. ADMIN URL: it is different from the site."
        Assert.Equal(["Site URL"], form.Required);
        form.Enter("Site URL", shop.Shop.BaseUrl.OriginalString);
        form.Enter("Admin URL", new Uri(shop.Shop.BaseUrl, "admin_1x2y").OriginalString);

        // "Payment gateways: MercadoPago, Decicir, Cash, Bank Transfer": one that no order was paid by is told.
        form.Enter("Payment gateways", "mercadopago_*,banktransfer,decidir");
        var unseen = Assert.Single((await merchant.VerifyAsync(form)).GetProperty("notices").EnumerateArray());
        Assert.Equal("None of the shop's last orders was paid by decidir.", unseen.Text("message"));
        form.Enter("Payment gateways", "mercadopago_*,banktransfer");
        var verified = await merchant.VerifyAsync(form);
        Assert.Equal((true, "The connection with Magento works."), (verified.IsOn("isSuccess"), verified.Text("message")));
        Assert.Empty(verified.GetProperty("notices").EnumerateArray());

        // "Magento activity start date: Date of first purchase."
        var startsAt = shop.Data.Orders[150].CreatedAt.Date;
        var databaseId = await merchant.CreateDatabaseAsync("Magento", verified.Text("timeZone"), verified.Text("currency"));
        var id = (await merchant.SaveAsync("My Magento", form, databaseId, new DateTimeOffset(startsAt, TimeSpan.Zero))).Text("id");
        var card = await merchant.UntilAsync(id, "synced", each => each.Text("health") != "new");
        Assert.True(card.Text("healthText") == "Success", card.GetRawText());

        // Orders placed before the start are not asked for, those paid otherwise are kept and don't count; whoever is registered has a profile.
        await Truth.AssertAsync(
            merchant,
            databaseId,
            TimeZone,
            shop.Data,
            shop.Data.Orders.Where(order => order.CreatedAt >= startsAt),
            shop.Data.Customers,
            order => order.PaymentMethod is "mercadopago_custom" or "banktransfer");

        // "The linked profile is updated once a day with the data obtained from the platform of origin up to the time of processing. Among these data we can find: …"
        await merchant.RefreshAsync(databaseId);
        ListedIndicators.AssertShown(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles?limit=1000"), ListedIndicators.WithGroupAndSegment);
    }
}
