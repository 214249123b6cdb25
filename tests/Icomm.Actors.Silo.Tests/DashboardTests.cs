using System.Globalization;
using System.Net;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Dashboards and segments over time, against the generated shop's orders and the profiles themselves.</summary>
[Collection(SiloCollection.Name)]
public sealed class DashboardTests(RunningSilo silo)
{
    private static readonly StoreOrder[] Purchases = [.. GeneratedShop.Orders.Where(order => order.Status == OrderStatus.Purchase)];

    [Theory]
    [InlineData("30", "30_Days")]
    [InlineData("180", "180_Days")]
    [InlineData("360plus", "360_Plus_Days")]
    public async Task TheSummaryAddsUpTheProfiles(string window, string suffix)
    {
        var id = await silo.RefreshedDatabaseAsync();
        var profiles = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={GeneratedShop.Day}&limit=1000")).Items().Select(profile => profile.GetProperty("indicators")).ToArray();
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{id}/dashboard?window={window}");
        var summary = dashboard.GetProperty("summary");
        var buyers = profiles.Where(profile => profile.GetProperty($"ICOMMKT_Purchases_{suffix}").GetInt32() > 0).ToArray();
        var purchases = buyers.Sum(profile => profile.GetProperty($"ICOMMKT_Purchases_{suffix}").GetInt32());
        var revenue = buyers.Sum(profile => profile.GetProperty($"ICOMMKT_Amount_{suffix}").GetDecimal());
        Assert.Equal(buyers.Length, summary.GetProperty("customers").GetInt32());
        Assert.Equal(purchases, summary.GetProperty("purchases").GetInt32());
        Assert.Equal(revenue, summary.GetProperty("revenue").GetDecimal());
        var inWindow = Purchases.Where(order => IsIn(window, order)).ToArray();
        var setAside = inWindow.Count(order => order.Currency == "EUR");
        Assert.Equal((inWindow.Length, setAside), (purchases, summary.GetProperty("purchasesSetAside").GetInt32()));
        Assert.Equal(decimal.Round(revenue / (purchases - setAside), 4), summary.GetProperty("averageTicket").GetDecimal());
        Assert.Equal(buyers.Sum(profile => profile.GetProperty($"ICOMMKT_Items_{suffix}").GetDecimal()), summary.GetProperty("items").GetDecimal());
        Assert.Equal(profiles.Count(profile => profile.GetProperty("ICOMMKT_RFM_Group").GetString() == "PROSPECTS"), summary.GetProperty("prospects").GetInt32());
        if (int.TryParse(window, out var days))
        {
            var isNew = buyers.Count(profile => profile.GetProperty("ICOMMKT_Days_Since_First_Purchase").GetInt32() <= days);
            Assert.Equal((isNew, buyers.Length - isNew), (summary.GetProperty("newCustomers").GetInt32(), summary.GetProperty("returningCustomers").GetInt32()));
        }
        else
        {
            Assert.False(summary.TryGetProperty("newCustomers", out _));
        }

        var matrix = dashboard.GetProperty("matrix").GetProperty("cells").EnumerateArray().ToDictionary(cell => (cell.GetProperty("r").GetInt32(), cell.GetProperty("f").GetInt32()), cell => (cell.GetProperty("customers").GetInt32(), cell.GetProperty("revenue").GetDecimal()));
        var expected = buyers.GroupBy(profile => profile.GetProperty($"ICOMMKT_RFM_{suffix}").GetInt32()).GroupBy(code => (code.Key / 100, code.Key / 10 % 10))
            .ToDictionary(cell => cell.Key, cell => (cell.Sum(code => code.Count()), cell.SelectMany(code => code).Sum(profile => profile.GetProperty($"ICOMMKT_Amount_{suffix}").GetDecimal())));
        Assert.Equal(expected.OrderBy(cell => cell.Key), matrix.OrderBy(cell => cell.Key));

        var segments = dashboard.GetProperty("segments").GetProperty("items").EnumerateArray().ToDictionary(size => size.GetProperty("segment").GetString()!, size => size.GetProperty("customers").GetInt32());
        Assert.Equal(profiles.GroupBy(profile => profile.GetProperty("ICOMMKT_RFM_Segment").GetString()!).ToDictionary(group => group.Key, group => group.Count()).OrderBy(size => size.Key, StringComparer.Ordinal), segments.OrderBy(size => size.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task RevenueByMonthIsLive()
    {
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{await silo.RefreshedDatabaseAsync()}/dashboard");
        var months = dashboard.GetProperty("revenueByMonth").GetProperty("months").EnumerateArray().ToArray();
        var expected = Purchases.GroupBy(order => order.PlacedAt.ToString("yyyy-MM")).OrderBy(month => month.Key, StringComparer.Ordinal).ToArray();
        Assert.Equal(expected.Select(month => month.Key), months.Select(month => month.GetProperty("month").GetString()));
        var firsts = Purchases.GroupBy(order => order.Customer.StoreCustomerId).Select(customer => customer.Min(order => order.PlacedAt).ToString("yyyy-MM")).ToLookup(month => month);
        foreach (var (month, shown) in expected.Zip(months))
        {
            Assert.Equal(month.Count(), shown.GetProperty("purchases").GetInt32());
            Assert.Equal(month.Sum(order => order.Total.ToDecimal() * (order.Currency switch { "UYU" => 1, "USD" => 40, _ => 0 })), shown.GetProperty("revenue").GetDecimal());
            var aside = month.Where(order => order.Currency == "EUR").Sum(order => order.Total.ToDecimal());
            Assert.Equal(aside, shown.GetProperty("setAside").TryGetProperty("EUR", out var amount) ? amount.GetDecimal() : 0);
            Assert.Equal(firsts[month.Key].Count(), shown.GetProperty("newCustomers").GetInt32());
        }
    }

    [Theory]
    [InlineData("topProducts", "")]
    [InlineData("topCategories", "")]
    [InlineData("topBrands", "")]
    [InlineData("topBrands", "&from=2025-06&to=2025-12")]
    public async Task TheTopListsCountPurchases(string list, string months)
    {
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{await silo.RefreshedDatabaseAsync()}/dashboard?limit=5{months}");
        var meant = months.Length == 0 ? Purchases : [.. Purchases.Where(order => order.PlacedAt.Year == 2025 && order.PlacedAt.Month >= 6)];
        var counts = meant.SelectMany(order => order.Lines)
            .GroupBy(line => list switch { "topProducts" => line.Name, "topCategories" => line.Categories[0].Name, _ => line.Brand! })
            .Select(group => group.Count()).OrderDescending().Take(5);
        var items = dashboard.GetProperty(list).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(counts, items.Select(item => item.GetProperty("purchases").GetInt32()));
        Assert.All(items, item => Assert.Equal(list != "topBrands", item.TryGetProperty("integrationId", out _)));
        if (months.Length > 0)
            Assert.Equal("2025-06", dashboard.GetProperty("revenueByMonth").GetProperty("months")[0].GetProperty("month").GetString());
    }

    [Fact]
    public async Task AmountsOfTheLastRefreshKeepTheirCurrencyUntilTheNext()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        await silo.Http.PatchAsync($"/api/v1/databases/{id}", new { currency = "USD", rates = new Dictionary<string, decimal> { ["UYU"] = 0.025m } }, HttpStatusCode.OK);

        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{id}/dashboard");
        Assert.Equal("USD", dashboard.GetProperty("currency").GetString());
        foreach (var part in (string[])["summary", "matrix", "segments"])
            Assert.False(dashboard.TryGetProperty(part, out _), part);
        var listed = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=-Amount&limit=1")).Items().Single();
        Assert.Equal("UYU", listed.GetProperty("currency").GetString());

        await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        Assert.True((await silo.Http.ReadAsync($"/api/v1/databases/{id}/dashboard")).TryGetProperty("summary", out _));
        var refreshed = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=-Amount&limit=1")).Items().Single();
        Assert.Equal("USD", refreshed.GetProperty("currency").GetString());
        Assert.InRange(refreshed.GetProperty("lifetime").GetProperty("amount").GetDecimal(), 0, listed.GetProperty("lifetime").GetProperty("amount").GetDecimal() / 39);
    }

    [Fact]
    public async Task EveryPartSaysAsOfWhenItIs()
    {
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{await silo.RefreshedDatabaseAsync()}/dashboard");
        foreach (var part in (string[])["revenueByMonth", "topProducts", "topCategories", "topBrands"])
            Assert.Equal("live", dashboard.GetProperty(part).GetProperty("asOf").GetProperty("kind").GetString());
        foreach (var part in (string[])["summary", "matrix", "segments"])
        {
            Assert.Equal("refresh", dashboard.GetProperty(part).GetProperty("asOf").GetProperty("kind").GetString());
            Assert.Equal(GeneratedShop.Day, dashboard.GetProperty(part).GetProperty("asOf").GetProperty("day").GetString());
        }

        var live = dashboard.GetProperty("topBrands").GetProperty("asOf");
        Assert.Equal(live.GetProperty("day").GetString(), live.GetProperty("at").GetDateTimeOffset().ToString("yyyy-MM-dd"));

        var fresh = await silo.Http.ReadAsync($"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}/dashboard");
        Assert.False(fresh.TryGetProperty("summary", out _));
        Assert.False(fresh.GetProperty("revenueByMonth").GetProperty("asOf").TryGetProperty("at", out _));
    }

    [Theory]
    [InlineData("window=31", "window_unknown")]
    [InlineData("from=2026-13", "month_invalid")]
    [InlineData("to=2026-01-01", "month_invalid")]
    [InlineData("from=2026-02&to=2026-01", "months_reversed")]
    [InlineData("limit=0", "validation_failed")]
    public async Task WhatMakesNoSenseIsRefused(string query, string code)
    {
        (await silo.Http.ReadAsync($"/api/v1/databases/{await silo.RefreshedDatabaseAsync()}/dashboard?{query}", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, code);
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/dashboard", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Fact]
    public async Task SegmentsOverTimeLeaveOutRefreshesThatDidNothing()
    {
        var path = $"/api/v1/databases/{await silo.RefreshedDatabaseAsync()}/segments/history";
        var all = await silo.Http.ReadAllAsync($"{path}?limit=1");
        Assert.Equal([GeneratedShop.Day, "2026-02-28"], all.Select(entry => entry.GetProperty("asOf").GetString()));
        Assert.All(all, entry => Assert.Equal(GeneratedShop.Buyers + GeneratedShop.Prospects, entry.GetProperty("segments").EnumerateArray().Sum(size => size.GetProperty("customers").GetInt32())));
        Assert.Equal(2, (await silo.Http.ReadAsync(path)).Items().Length);
    }

    [Fact]
    public async Task TransitionsAreThoseThatTheProfilesTell()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var shown = await silo.Http.ReadAsync($"/api/v1/databases/{id}/segments/transitions");
        var moved = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?filter=ICOMMKT_RFM_Segment_Changed_Date%3D{GeneratedShop.Day}&limit=1000")).Items()
            .Select(profile => profile.GetProperty("rfm")).GroupBy(rfm => (From: rfm.GetProperty("previousSegment").GetString(), To: rfm.GetProperty("segment").GetString()));
        Assert.Equal(
            moved.Select(group => (group.Key.From, group.Key.To, group.Count())).Order(),
            shown.GetProperty("transitions").EnumerateArray().Select(step => (step.GetProperty("from").GetString(), step.GetProperty("to").GetString(), step.GetProperty("customers").GetInt32())).Order());
        var first = (await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/segments/history?limit=10"))[1].GetProperty("refreshId").GetString();
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{id}/segments/transitions?refreshId={first}")).GetProperty("transitions").EnumerateArray());
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/segments/transitions?refreshId=nonsense", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "refresh_not_found");
        (await silo.Http.ReadAsync($"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}/segments/transitions", HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "never_refreshed");
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/segments/history", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    private static bool IsIn(string window, StoreOrder order)
    {
        var age = DateOnly.Parse(GeneratedShop.Day, CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(order.PlacedAt.UtcDateTime).DayNumber;
        return int.TryParse(window, out var days) ? age >= 0 && age <= days : age > 360;
    }
}
