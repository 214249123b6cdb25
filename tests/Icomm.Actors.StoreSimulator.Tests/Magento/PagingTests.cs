using System.Net;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

public sealed class PagingTests
{
    private const string Orders = "/rest/V1/orders";

    [Fact]
    public async Task Pages_together_hold_every_order_once()
    {
        await using var shop = await StartAsync(new MagentoOptions());
        using var client = await MagentoClient.LoginAsync(shop);
        var seen = new List<int>();
        for (var page = 1; (page - 1) * 30 < 250; page++)
            seen.AddRange(await client.IdsAsync(new Query().OrderBy("updated_at").OrderBy("entity_id").Page(30, page).On(Orders)));
        Assert.Equal(shop.Data.Orders.OrderBy(o => o.UpdatedAt).ThenBy(o => o.Id).Select(o => o.Id), seen);
    }

    [Fact]
    public async Task Page_zero_is_page_one_and_past_the_end_comes_the_last_page_again()
    {
        await using var shop = await StartAsync(new MagentoOptions());
        using var client = await MagentoClient.LoginAsync(shop);
        Assert.Equal(await client.IdsAsync(Page(100, 1)), await client.IdsAsync(Page(100, 0)));
        var last = await client.IdsAsync(Page(100, 3));
        Assert.Equal(50, last.Length);
        Assert.Equal(last, await client.IdsAsync(Page(100, 4)));
        Assert.Equal(last, await client.IdsAsync(Page(100, 400)));
    }

    [Fact]
    public async Task Since_2_4_the_page_past_the_end_is_empty()
    {
        await using var shop = await StartAsync(new MagentoOptions { EmptyPagePastEnd = true });
        using var client = await MagentoClient.LoginAsync(shop);
        var answer = await client.GetAsync(Page(100, 4));
        Assert.Empty(MagentoClient.Ids(answer));
        Assert.Equal(250, answer.GetProperty("total_count").GetInt32());
    }

    [Fact]
    public async Task No_page_size_means_all_rows()
    {
        await using var shop = await StartAsync(new MagentoOptions());
        using var client = await MagentoClient.LoginAsync(shop);
        Assert.Equal(250, (await client.IdsAsync(Orders + "?searchCriteria=")).Length);
    }

    [Fact]
    public async Task A_very_large_answer_is_streamed_whole()
    {
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopFixture.Source(orders: 2_500) });
        using var client = await MagentoClient.LoginAsync(shop);
        Assert.Equal(shop.Data.Orders.Select(o => o.Id), await client.IdsAsync(Orders + "?searchCriteria=all"));
    }

    [Fact]
    public async Task Input_limiting_refuses_pages_above_300_and_defaults_to_20()
    {
        await using var shop = await StartAsync(new MagentoOptions { InputLimiting = true });
        using var client = await MagentoClient.LoginAsync(shop);
        var (status, body) = await client.SendAsync(Page(301, 1));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Maximum SearchCriteria pageSize is %max", body.GetProperty("message").GetString());
        Assert.Equal(250, (await client.IdsAsync(Page(300, 1))).Length);
        Assert.Equal(20, (await client.IdsAsync(Orders + "?searchCriteria")).Length);
    }

    [Fact]
    public async Task Unsorted_pages_repeat_and_lose_rows_when_the_shop_is_set_so()
    {
        await using var shop = await StartAsync(new MagentoOptions { UnstableUnsorted = true });
        using var client = await MagentoClient.LoginAsync(shop);
        var unsorted = await AllPagesAsync(page => new Query().Page(100, page));
        var sorted = await AllPagesAsync(page => new Query().OrderBy("entity_id").Page(100, page));
        Assert.Equal(250, unsorted.Count);
        Assert.True(unsorted.Distinct().Count() < 250, "Nothing came twice.");
        Assert.Equal(250, sorted.Distinct().Count());

        async Task<List<int>> AllPagesAsync(Func<int, Query> query)
        {
            var ids = new List<int>();
            for (var page = 1; page <= 3; page++) ids.AddRange(await client.IdsAsync(query(page).On(Orders)));
            return ids;
        }
    }

    private static Task<SimulatedShop> StartAsync(MagentoOptions options) =>
        SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopFixture.Source(orders: 250), Magento = options });

    private static string Page(int size, int page) => new Query().OrderBy("entity_id").Page(size, page).On(Orders);
}
