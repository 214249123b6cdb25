using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

public sealed class SearchCriteriaTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private static readonly string[] Numbers =
        ["entity_id", "store_id", "customer_id", "customer_is_guest", "base_grand_total", "grand_total", "total_refunded", "total_qty_ordered"];

    private static readonly string[] Texts = ["increment_id", "state", "status", "customer_email", "coupon_code", "order_currency_code"];
    private static readonly string[] Dates = ["created_at", "updated_at"];
    private static readonly string[] Comparisons = ["eq", "neq", "gt", "gteq", "lt", "lteq", "from", "to", "moreq", "in", "nin", "null", "notnull", "like", "nlike", ""];

    private MagentoClient Client => fixture.Client;

    [Theory]
    [InlineData("orders", 1)]
    [InlineData("orders", 2)]
    [InlineData("orders", 3)]
    public async Task Any_filters_sorts_and_pages_agree_with_the_naive_reading(string list, int seed)
    {
        var all = Rows(await Client.GetAsync($"/rest/V1/{list}?searchCriteria"));
        Assert.Equal(fixture.Shop.Data.Orders.Count, all.Length);
        var random = new Random(seed);
        var nonEmpty = 0;
        for (var round = 0; round < 120; round++)
        {
            var query = new Query(camelCase: random.Next(2) == 0);
            var groups = new List<(string Field, string Condition, string Value)[]>();
            for (var g = random.Next(4); g > 0; g--)
            {
                groups.Add([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => RandomFilter(random, all))]);
                query.WhereAny(groups[^1]);
            }

            var sorts = new List<(string Field, bool Descending)>();
            for (var s = random.Next(3); s > 0; s--)
            {
                var field = Pick(random, [.. Dates, "entity_id", "base_grand_total", "customer_email", "coupon_code"]);
                var direction = Pick(random, ["ASC", "DESC", ""]);
                sorts.Add((field, direction != "ASC"));
                query.OrderBy(field, direction);
            }

            var expected = Sorted(all.Where(row => groups.All(g => g.Any(f => SearchOracle.Holds(row, f.Field, f.Condition, f.Value)))), sorts);
            var size = random.Next(1, 60);
            var pages = Math.Max(1, (expected.Length + size - 1) / size);
            var page = random.Next(1, pages + 1);
            query.Page(size, page);
            var url = query.On($"/rest/V1/{list}");
            var answer = await Client.GetAsync(url);
            Assert.Equal(expected.Length, answer.GetProperty("total_count").GetInt32());
            AssertSamePage(expected, sorts, size, page, Rows(answer), url);
            if (expected.Length > 0) nonEmpty++;
        }

        Assert.True(nonEmpty > 40, $"Only {nonEmpty} of 120 random queries found anything, which tests little.");
    }

    [Fact]
    public async Task Eq_is_the_default_and_what_an_unknown_condition_means()
    {
        var expected = fixture.Shop.Data.Orders.Where(o => o.View.Id == 2).Select(o => o.Id);
        Assert.Equal(expected, await Client.IdsAsync(new Query().Where("store_id", "", "2").On("/rest/V1/orders")));
        Assert.Equal(expected, await Client.IdsAsync(new Query().Where("store_id", "equals", "2").On("/rest/V1/orders")));
    }

    [Fact]
    public async Task Descending_is_the_default_direction()
    {
        var ids = await Client.IdsAsync(new Query().OrderBy("entity_id", "").On("/rest/V1/orders"));
        Assert.Equal(fixture.Shop.Data.Orders.Select(o => o.Id).Reverse(), ids);
    }

    [Fact]
    public async Task The_request_is_echoed()
    {
        var query = new Query().WhereAny(("store_id", "eq", "1"), ("store_id", "gt", "1")).OrderBy("updated_at").Page(5, 2);
        var echo = (await Client.GetAsync(query.On("/rest/V1/orders"))).GetProperty("search_criteria");
        Assert.Equal(
            """{"filter_groups":[{"filters":[{"field":"store_id","value":"1","condition_type":"eq"},{"field":"store_id","value":"1","condition_type":"gt"}]}],"sort_orders":[{"field":"updated_at","direction":"ASC"}],"page_size":5,"current_page":2}""",
            echo.GetRawText());
    }

    [Theory]
    [InlineData("/rest/V1/orders")]
    [InlineData("/rest/default/V1/customers/search")]
    [InlineData("/rest/all/V1/products?pageSize=3")]
    public async Task A_list_without_searchCriteria_is_refused(string path)
    {
        var (status, body) = await Client.SendAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""{"message":"\"%fieldName\" is a required field.","parameters":{"fieldName":"searchCriteria"}}""", Unescaped(body));
    }

    [Theory]
    [InlineData("created_at", "gteq", "2026-01-01T00:00:00Z")]
    [InlineData("created_at", "gteq", "01/02/2026")]
    [InlineData("no_such_column", "eq", "1")]
    public async Task What_MySQL_would_refuse_is_an_internal_error(string field, string condition, string value)
    {
        var (status, body) = await Client.SendAsync(new Query().Where(field, condition, value).On("/rest/V1/orders"));
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.StartsWith("Internal Error.", body.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("&searchCriteria[pageSize]=many")]
    [InlineData("&searchCriteria[sortOrders][0][field]=entity_id&searchCriteria[sortOrders][0][direction]=UP")]
    [InlineData("&searchCriteria[pages]=3")]
    public async Task Malformed_criteria_are_refused(string criteria)
    {
        var (status, _) = await Client.SendAsync("/rest/V1/orders?searchCriteria" + criteria);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task An_unknown_attribute_of_a_product_is_named()
    {
        var (status, body) = await Client.SendAsync(new Query().Where("colour", "eq", "1").On("/rest/V1/products"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Invalid attribute name: %1", body.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Products_are_found_by_category_and_brand()
    {
        var catalogue = fixture.Shop.Data.Catalogue;
        var (category, brand) = (catalogue.Products[0].CategoryIds[^1], catalogue.Brands[2].Id);
        var byCategory = await Client.IdsAsync(new Query().Where("category_id", "eq", $"{category}").On("/rest/V1/products"), "id");
        Assert.Equal(catalogue.Products.Where(p => p.CategoryIds.Contains(category)).Select(p => p.Id), byCategory);
        var byBrand = await Client.IdsAsync(new Query().Where("manufacturer", "eq", $"{brand}").On("/rest/V1/products"), "id");
        Assert.Equal(catalogue.Products.Where(p => p.BrandOptionId == brand).Select(p => p.Id), byBrand);
    }

    [Fact]
    public async Task Fields_trims_the_answer()
    {
        var body = await Client.GetAsync(new Query().Page(1).On("/rest/V1/orders") + "&fields=items[entity_id,items[sku],billing_address],total_count");
        Assert.Equal(["items", "total_count"], body.EnumerateObject().Select(p => p.Name));
        var order = body.GetProperty("items")[0];
        Assert.Equal(["billing_address", "entity_id", "items"], order.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(["sku"], order.GetProperty("items")[0].EnumerateObject().Select(p => p.Name));
    }

    private static void AssertSamePage(
        JsonElement[] expected, List<(string Field, bool Descending)> sorts, int size, int page, JsonElement[] actual, string url)
    {
        var slice = expected.Skip((page - 1) * size).Take(size).ToArray();
        Assert.True(
            slice.Select(Id).SequenceEqual(actual.Select(Id)),
            $"{url}\n expected {string.Join(',', slice.Select(Id))}\n actual   {string.Join(',', actual.Select(Id))}\n sorts {string.Join(';', sorts)}");
    }

    private static JsonElement[] Sorted(IEnumerable<JsonElement> rows, List<(string Field, bool Descending)> sorts)
    {
        // Rows that the sorts leave equal come by id: ascending, or descending when the (only) sort does, as an index read backwards gives them.
        var backwards = sorts.Count > 0 && sorts[0].Descending && Dates.Append("entity_id").Contains(sorts[0].Field)
            && sorts.Skip(1).All(s => s is { Field: "entity_id", Descending: true });
        var comparer = Comparer<JsonElement>.Create((a, b) =>
        {
            foreach (var (field, descending) in sorts)
            {
                var compared = SearchOracle.CompareRows(a, b, field);
                if (compared != 0) return descending ? -compared : compared;
            }

            return backwards ? Id(b).CompareTo(Id(a)) : Id(a).CompareTo(Id(b));
        });
        return [.. rows.Order(comparer)];
    }

    private static (string Field, string Condition, string Value) RandomFilter(Random random, JsonElement[] all)
    {
        var field = Pick(random, random.Next(3) switch { 0 => Numbers, 1 => Texts, _ => Dates });
        var condition = Pick(random, Comparisons);
        string Sample()
        {
            // A value that occurs, so that equalities hit and ranges end exactly on a row.
            for (var attempt = 0; attempt < 50; attempt++)
            {
                if (all[random.Next(all.Length)].TryGetProperty(field, out var cell)) return SearchOracle.Text(cell);
            }

            return "0";
        }

        var value = condition switch
        {
            "in" or "nin" => string.Join(',', Enumerable.Range(0, 4).Select(_ => Sample())),
            "like" or "nlike" => Sample() is { Length: > 3 } text ? (random.Next(2) == 0 ? text[..3] + "%" : "%" + text[2..]) : Sample(),
            _ => Sample(),
        };
        return (field, condition, value);
    }

    private static JsonElement[] Rows(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    private static int Id(JsonElement row) => row.GetProperty("entity_id").GetInt32();

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Unescaped(JsonElement body) =>
        JsonSerializer.Serialize(body, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
