using System.Net;
using System.Text.Json;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Profiles filtered, sorted and paged, against a plain search through all of them.</summary>
[Collection(SiloCollection.Name)]
public sealed class ProfileQueryTests(RunningSilo silo)
{
    [Fact]
    public async Task WhatTheLastRefreshSaysIsWhatTheProfilesSay()
    {
        var (id, live) = await LiveAsync();
        var refreshed = await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/profiles?sort=Email&limit=1000");
        Assert.Equal(GeneratedShop.Buyers + GeneratedShop.Prospects, refreshed.Count);
        foreach (var profile in refreshed)
        {
            var same = live[profile.Id()];
            foreach (var part in (string[])["indicators", "rfm", "lifetime"])
                Assert.Equal(same.GetProperty(part).GetRawText(), profile.GetProperty(part).GetRawText());
            foreach (var part in (string[])["asOf", "currency", "firstName", "lastName", "email"])
                Assert.Equal(Text(same, part), Text(profile, part));
        }

        Assert.Contains(refreshed, profile => profile.GetProperty("rfm").TryGetProperty("previousSegment", out _));
        Assert.Contains(refreshed, profile => profile.GetProperty("indicators").GetProperty("ICOMMKT_RFM_Segment_Changed_Date").ValueKind == JsonValueKind.String);
    }

    public static TheoryData<string, Func<JsonElement, bool>> Queries => new()
    {
        { "filter=ICOMMKT_Amount_30_Days>=1000", p => Number(p, "ICOMMKT_Amount_30_Days") >= 1000 },
        { "filter=ICOMMKT_Amount_30_Days>0&filter=ICOMMKT_Amount_30_Days<2000.5", p => Number(p, "ICOMMKT_Amount_30_Days") is > 0 and < 2000.5m },
        { "filter=ICOMMKT_Avg_Amount_360_Days<=1500", p => Number(p, "ICOMMKT_Avg_Amount_360_Days") <= 1500 },
        { "filter=ICOMMKT_Avg_Amount_30_Days=", p => Number(p, "ICOMMKT_Avg_Amount_30_Days") is null },
        { "filter=ICOMMKT_Items_360_Plus_Days!=0", p => Number(p, "ICOMMKT_Items_360_Plus_Days") != 0 },
        { "filter=ICOMMKT_Last_Purchase_Date>=2026-01-01", p => string.CompareOrdinal(Value(p, "ICOMMKT_Last_Purchase_Date"), "2026-01-01") >= 0 },
        { "filter=ICOMMKT_Last_Purchase_Date=", p => Value(p, "ICOMMKT_Last_Purchase_Date") is null },
        { "filter=ICOMMKT_First_Purchase_Date<2025-06-01", p => Value(p, "ICOMMKT_First_Purchase_Date") is { } day && string.CompareOrdinal(day, "2025-06-01") < 0 },
        { "filter=ICOMMKT_Days_Since_Last_Purchase<=30", p => Number(p, "ICOMMKT_Days_Since_Last_Purchase") <= 30 },
        { "filter=ICOMMKT_Days_Since_First_Purchase>360", p => Number(p, "ICOMMKT_Days_Since_First_Purchase") > 360 },
        { "filter=ICOMMKT_RFM_30_Days=", p => Number(p, "ICOMMKT_RFM_30_Days") is null },
        { "filter=ICOMMKT_RFM_30_Days<=333", p => Number(p, "ICOMMKT_RFM_30_Days") <= 333 },
        { "filter=ICOMMKT_RFM_60_Days!=111", p => Number(p, "ICOMMKT_RFM_60_Days") != 111 },
        { "filter=ICOMMKT_RFM>=444", p => Number(p, "ICOMMKT_RFM") >= 444 },
        { "filter=Recency_Score>=3&filter=Recency_Score<=4", p => Number(p, "ICOMMKT_RFM") / 100 is >= 3 and < 5 },
        { "filter=Frequency_Score_90_Days<3", p => Number(p, "ICOMMKT_RFM_90_Days") is { } code && code / 10 % 10 < 3 },
        { "filter=Monetary_Score!=", p => Number(p, "ICOMMKT_RFM") is not null },
        { "filter=Purchases>=3", p => p.GetProperty("lifetime").GetProperty("purchases").GetInt32() >= 3 },
        { "filter=Amount<500", p => p.GetProperty("lifetime").GetProperty("amount").GetDecimal() < 500 },
        { "filter=Items=0", p => p.GetProperty("lifetime").GetProperty("items").GetDecimal() == 0 },
        { "filter=Email~MER1", p => Text(p, "email")?.Contains("mer1", StringComparison.Ordinal) == true },
        { "filter=Email=CUSTOMER12@example.com", p => Text(p, "email") == "customer12@example.com" },
        { "filter=Email=", p => Text(p, "email") is null },
        { "filter=FirstName=Ana", p => Text(p, "firstName") == "Ana" },
        { "filter=LastName~ÑEZ", p => Text(p, "lastName") == "Nuñez" },
        { "text=çiğ", p => Text(p, "firstName") == "Çiğdem" },
        { "text=neill, \"JR", p => Text(p, "lastName")!.StartsWith("O'Neill", StringComparison.Ordinal) },
        { "group=LOYAL&group=FREQUENT", p => Value(p, "ICOMMKT_RFM_Group") is "LOYAL" or "FREQUENT" },
        { "filter=ICOMMKT_RFM_Group!=PROSPECTS&filter=ICOMMKT_RFM_Segment~NEW", p => Value(p, "ICOMMKT_RFM_Segment")!.Contains("NEW", StringComparison.Ordinal) },
        { "segment=PROSPECTS&segment=LOYAL_CHAMPIONS", p => Value(p, "ICOMMKT_RFM_Segment") is "PROSPECTS" or "LOYAL_CHAMPIONS" },
        { "filter=ICOMMKT_RFM_Previous_Segment!=", p => Value(p, "ICOMMKT_RFM_Previous_Segment") is not null },
        { "filter=ICOMMKT_RFM_Segment_Changed_Date=2026-03-31", p => Value(p, "ICOMMKT_RFM_Segment_Changed_Date") == "2026-03-31" },
        { "segment=Nonsense", _ => false },
    };

    [Theory]
    [MemberData(nameof(Queries), DisableDiscoveryEnumeration = true)]
    public async Task AQueryFindsWhatASearchThroughAllFinds(string query, Func<JsonElement, bool> isMeant)
    {
        var (id, live) = await LiveAsync();
        var expected = live.Values.Where(isMeant).Select(ApiCalls.Id).Order().ToArray();
        var path = $"/api/v1/databases/{id}/profiles?{Escape(query)}&limit=7";
        Assert.Equal(expected, (await silo.Http.ReadAllAsync(path)).Select(ApiCalls.Id).Order());
        var counted = await silo.Http.ReadAsync($"{path}&count=true");
        Assert.Equal((expected.Length, GeneratedShop.Day), (counted.GetProperty("total").GetInt32(), Text(counted, "asOf")));
    }

    [Theory]
    [InlineData("Amount")]
    [InlineData("-Amount")]
    [InlineData("ICOMMKT_Avg_Amount_30_Days")]
    [InlineData("-ICOMMKT_Days_Since_Last_Purchase")]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase")]
    [InlineData("-ICOMMKT_Purchases_360_Days")]
    [InlineData("LastName")]
    [InlineData("-Email")]
    public async Task PagesOfASortedListAreInOrderAndLoseNobody(string sort)
    {
        var (id, live) = await LiveAsync();
        var sorted = await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/profiles?sort={sort}&limit=10");
        Assert.Equal(live.Keys.Order(), sorted.Select(ApiCalls.Id).Order());
        var field = sort.TrimStart('-');
        var values = sorted.Select(profile => Sortable(profile, field)).ToArray();
        var present = values.TakeWhile(value => value is not null).ToArray();
        Assert.All(values[present.Length..], Assert.Null);
        var expected = sort[0] == '-' ? present.OrderDescending(ByValue).ToArray() : present.Order(ByValue).ToArray();
        Assert.Equal(expected, present);
    }

    [Fact]
    public async Task WithoutConditionsTheListIsLiveAndAsOfAnyDay()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var page = await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf=2026-03-01&limit=5&count=true");
        Assert.Equal(("2026-03-01", GeneratedShop.Buyers + GeneratedShop.Prospects, 5), (Text(page, "asOf"), page.GetProperty("total").GetInt32(), page.Items().Length));
        foreach (var profile in page.Items())
        {
            // The model in force on the first of March is the one of the end of February.
            Assert.Equal("2026-02-28", Text(profile.GetProperty("rfm"), "modelAsOf"));
            var got = await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/{profile.Id()}?asOf=2026-03-01");
            Assert.Equal(profile.EnumerateObject().Select(property => property.ToString()), got.EnumerateObject().Where(property => property.Name != "sources").Select(property => property.ToString()));
            Assert.NotEmpty(got.GetProperty("sources").EnumerateArray());
        }

        var before = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf=2026-02-01&limit=1")).Items().Single();
        Assert.False(before.TryGetProperty("rfm", out _));
        Assert.Equal(JsonValueKind.Null, before.GetProperty("indicators").GetProperty("ICOMMKT_RFM_Segment").ValueKind);
    }

    [Fact]
    public async Task OneCustomerIsFoundByEmail()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var found = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?email=Customer7@Example.com&asOf={GeneratedShop.Day}")).Items().Single();
        Assert.Equal("customer7@example.com", Text(found, "email"));
        Assert.True(found.TryGetProperty("rfm", out _));
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?email=nobody@example.com")).Items());
    }

    [Theory]
    [InlineData("filter=Nonsense=1", "filter_field_unknown")]
    [InlineData("filter=Purchases", "filter_malformed")]
    [InlineData("filter=", "filter_malformed")]
    [InlineData("filter=Email>a", "filter_operator_invalid")]
    [InlineData("filter=Purchases=many", "filter_value_invalid")]
    [InlineData("sort=Nonsense", "sort_field_unknown")]
    [InlineData("sort=-ICOMMKT_Products_30_Days", "sort_field_unknown")]
    [InlineData("group=loyal", "group_unknown")]
    [InlineData("sort=Amount&asOf=2026-03-30", "as_of_with_filter")]
    [InlineData("sort=Amount&email=ana@example.com", "email_with_filter")]
    [InlineData("sort=Amount&cursor=nonsense", "cursor_invalid")]
    [InlineData("cursor=nonsense", "cursor_invalid")]
    [InlineData("email=nonsense", "email_invalid")]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("sort=Amount&limit=1001", "validation_failed")]
    public async Task AQueryThatCantBeAnsweredSaysWhy(string query, string code)
    {
        var id = await silo.RefreshedDatabaseAsync();
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?{Escape(query)}", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task ACursorBelongsToItsQuery()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var cursor = Text(await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=Amount&limit=3"), "nextCursor");
        await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=Amount&limit=4&asOf={GeneratedShop.Day}&cursor={cursor}");
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=-Amount&limit=3&cursor={cursor}", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task ADamagedProfileSaysSoAndItsPageGoesOn()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var ids = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?limit=3")).Items().Select(profile => profile.Id()).ToArray();
        var store = silo.Services.GetRequiredService<IProfileStore>();
        var key = new ProfileKey("default", id, ids[1]);
        var stored = (await store.ReadAsync(key, default))!;
        var summary = ProfileState.Decode(stored.State).Summarize();
        byte[] damaged = [.. stored.State];
        damaged[^3] ^= 1;
        await store.WriteAsync(key, stored.Version, damaged, summary, null, default);

        var page = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?limit=3")).Items().ToArray();

        Assert.Equal(ids, page.Select(profile => profile.Id()));
        Assert.Equal([false, true, false], page.Select(profile => profile.TryGetProperty("problem", out _)));
        Assert.Equal("profile_corrupt", Text(page[1].GetProperty("problem"), "code"));
    }

    [Fact]
    public async Task BeforeTheFirstRefreshThereIsNothingToFilter()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?sort=Amount", HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "never_refreshed");
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/export", HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "never_refreshed");
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles")).Items());
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/profiles", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/profiles/export", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Fact]
    public async Task TheFieldsAreListed()
    {
        var fields = await silo.Http.ReadAsync("/api/v1/profile-fields");
        var amount = fields.EnumerateArray().Single(field => Text(field, "name") == "ICOMMKT_Amount_30_Days");
        Assert.Equal("decimal", Text(amount, "type"));
        Assert.Equal(["=", "!=", ">=", "<=", ">", "<"], amount.GetProperty("operators").EnumerateArray().Select(op => op.GetString()));
        Assert.Contains(fields.EnumerateArray(), field => Text(field, "name") == "Monetary_Score_360_Plus_Days" && Text(field, "type") == "score");
    }

    /// <summary>Every profile by id, evaluated by itself.</summary>
    private async Task<(string Id, Dictionary<string, JsonElement> Profiles)> LiveAsync()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var page = await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={GeneratedShop.Day}&limit=1000");
        return (id, page.Items().ToDictionary(ApiCalls.Id));
    }

    private static readonly Comparer<object?> ByValue = Comparer<object?>.Create((a, b) => a is string text ? string.CompareOrdinal(text, (string?)b) : Comparer<decimal>.Default.Compare((decimal)a!, (decimal)b!));

    private static object? Sortable(JsonElement profile, string field) => field switch
    {
        "Amount" => profile.GetProperty("lifetime").GetProperty("amount").GetDecimal(),
        "LastName" => Text(profile, "lastName"),
        "Email" => Text(profile, "email"),
        _ => Number(profile, field),
    };

    private static decimal? Number(JsonElement profile, string indicator) =>
        profile.GetProperty("indicators").GetProperty(indicator) is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;

    private static string? Value(JsonElement profile, string indicator) => profile.GetProperty("indicators").GetProperty(indicator).GetString();

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Escape(string query) => string.Join('&', query.Split('&').Select(part => part.Split('=', 2) is [var name, var value] ? $"{name}={Uri.EscapeDataString(value)}" : part));
}
