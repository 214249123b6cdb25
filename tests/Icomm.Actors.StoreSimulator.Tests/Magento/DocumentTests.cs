using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

/// <summary>What the documents say about the shop they come from.</summary>
public sealed class DocumentTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private MagentoClient Client => fixture.Client;

    private ShopData Data => fixture.Shop.Data;

    [Fact]
    public async Task An_order_says_what_the_shop_knows()
    {
        foreach (var order in Data.Orders)
        {
            var json = await Client.GetAsync($"/rest/V1/orders/{order.Id}");
            Assert.Equal(order.Number, json.GetProperty("increment_id").GetString());
            Assert.Equal(OrderJson.StateOf(order), json.GetProperty("state").GetString());
            Assert.Equal(order.GrandTotal.ToDecimal(), json.GetProperty("base_grand_total").GetDecimal());
            Assert.Equal(order.GrandTotal.ConvertAt(order.Rate).ToDecimal(), json.GetProperty("grand_total").GetDecimal());
            Assert.Equal(order.View.BaseCurrency, json.GetProperty("base_currency_code").GetString());
            Assert.Equal(order.OrderCurrency, json.GetProperty("order_currency_code").GetString());
            Assert.Equal($"{order.UpdatedAt:yyyy-MM-dd HH:mm:ss}", json.GetProperty("updated_at").GetString());
            Assert.Equal(order.Customer.IsGuest, !json.TryGetProperty("customer_id", out _));
            Assert.Equal(order.CouponCode is null, !json.TryGetProperty("coupon_code", out _));
            Assert.Equal(order.TotalRefunded == Amount.Zero, !json.TryGetProperty("base_total_refunded", out _));
            Assert.Equal(order.Lines.Length, json.GetProperty("items").GetArrayLength());
        }
    }

    [Fact]
    public async Task No_null_is_ever_written()
    {
        foreach (var path in (string[])["orders", "customers/search", "products", "categories/list", "creditmemos"])
            Assert.DoesNotContain(":null", (await Client.GetAsync($"/rest/V1/{path}?searchCriteria")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configurable_product_is_two_rows()
    {
        var order = Data.Orders.First(o => o.Lines.Any(l => l.IsVariant));
        var rows = (await Client.GetAsync($"/rest/V1/orders/{order.Id}")).GetProperty("items").EnumerateArray().ToArray();
        var child = rows.First(r => r.TryGetProperty("parent_item_id", out _));
        var parent = rows.Single(r => r.GetProperty("item_id").GetInt32() == child.GetProperty("parent_item_id").GetInt32());
        Assert.Equal("configurable", parent.GetProperty("product_type").GetString());
        Assert.Equal("simple", child.GetProperty("product_type").GetString());
        Assert.Equal(parent.GetProperty("sku").GetString(), child.GetProperty("sku").GetString());
        Assert.NotEqual(parent.GetProperty("product_id").GetInt32(), child.GetProperty("product_id").GetInt32());
        Assert.Equal(0m, child.GetProperty("price").GetDecimal());
    }

    [Fact]
    public async Task Customers_products_and_credit_memos_are_those_of_the_shop()
    {
        Assert.Equal(Data.Customers.Select(c => c.Id), await Client.IdsAsync("/rest/V1/customers/search?searchCriteria", "id"));
        Assert.Equal(Data.Catalogue.Products.Select(p => p.Id), await Client.IdsAsync("/rest/V1/products?searchCriteria", "id"));
        Assert.Equal(Data.CreditMemos.Select(m => m.Id), await Client.IdsAsync("/rest/V1/creditmemos?searchCriteria"));
        var customer = Data.Customers[^1];
        Assert.Equal(customer.Email, (await Client.GetAsync($"/rest/V1/customers/{customer.Id}")).GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_product_is_found_by_its_sku_in_any_case()
    {
        var product = Data.Catalogue.Products.First(p => p.BrandOptionId is not null);
        var json = await Client.GetAsync($"/rest/V1/products/{product.Sku.ToLowerInvariant()}");
        Assert.Equal(product.Id, json.GetProperty("id").GetInt32());
        var brand = json.GetProperty("custom_attributes").EnumerateArray().Single(a => a.GetProperty("attribute_code").GetString() == "manufacturer");
        var options = await Client.GetAsync("/rest/V1/products/attributes/manufacturer/options");
        Assert.Contains(options.EnumerateArray(), o => o.GetProperty("value").GetString() == brand.GetProperty("value").GetString());
        Assert.Equal(
            product.CategoryIds.Select(id => $"{id}"),
            json.GetProperty("extension_attributes").GetProperty("category_links").EnumerateArray().Select(l => l.GetProperty("category_id").GetString()));
    }

    [Fact]
    public async Task The_category_tree_holds_the_flat_list()
    {
        var inTree = new List<int>();
        Walk(await Client.GetAsync("/rest/V1/categories"));
        Assert.Equal(await Client.IdsAsync("/rest/V1/categories/list?searchCriteria", "id"), inTree.Order());
        Assert.Empty((await Client.GetAsync("/rest/V1/categories?rootCategoryId=2&depth=0")).GetProperty("children_data").EnumerateArray());

        void Walk(JsonElement node)
        {
            inTree.Add(node.GetProperty("id").GetInt32());
            foreach (var child in node.GetProperty("children_data").EnumerateArray()) Walk(child);
        }
    }

    [Fact]
    public async Task Stores_websites_and_currencies_are_told()
    {
        var views = await Client.GetAsync("/rest/V1/store/storeViews");
        Assert.Equal(["admin", "default", "view_2"], views.EnumerateArray().Select(v => v.GetProperty("code").GetString()));
        var configs = await Client.GetAsync("/rest/V1/store/storeConfigs");
        Assert.Equal(["USD", "UYU"], configs.EnumerateArray().Select(c => c.GetProperty("base_currency_code").GetString()));
        Assert.Equal(3, (await Client.GetAsync("/rest/V1/store/websites")).GetArrayLength());
        Assert.Equal(3, (await Client.GetAsync("/rest/V1/store/storeGroups")).GetArrayLength());
    }

    [Theory]
    [InlineData("/rest/V1/orders/999999")]
    [InlineData("/rest/V1/customers/999999")]
    [InlineData("/rest/V1/products/no-such-sku")]
    [InlineData("/rest/V1/products/attributes/colour/options")]
    [InlineData("/rest/V1/categories?rootCategoryId=999")]
    [InlineData("/rest/nowhere/V1/orders?searchCriteria")]
    [InlineData("/rest/V1/unknown")]
    public async Task What_is_not_there_is_404_in_Magentos_shape(string path)
    {
        var (status, body) = await Client.SendAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.False(string.IsNullOrEmpty(body.GetProperty("message").GetString()));
    }
}
