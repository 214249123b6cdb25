using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Why an indicator is what it is.</summary>
[Collection(SiloCollection.Name)]
public sealed class ExplanationTests(RunningSilo silo)
{
    [Theory]
    [InlineData("ICOMMKT_RFM_360_Days", "360")]
    [InlineData("ICOMMKT_RFM_360_Plus_Days", "360plus")]
    [InlineData("ICOMMKT_RFM", "lifetime")]
    [InlineData("ICOMMKT_RFM_Segment", "lifetime")]
    public async Task AScoreFollowsFromItsValuesAndCuts(string indicator, string period)
    {
        var id = await silo.RefreshedDatabaseAsync();
        var scored = 0;
        foreach (var profile in (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={GeneratedShop.Day}&limit=25")).Items())
        {
            var explained = await ExplainAsync(id, profile.Id(), indicator);
            Assert.Equal(profile.GetProperty("indicators").GetProperty(indicator).ToString(), explained.TryGetProperty("value", out var value) ? value.ToString() : "");
            var rfm = explained.GetProperty("rfm");
            Assert.Equal(period, rfm.GetProperty("period").GetString());
            if (!rfm.TryGetProperty("score", out var score))
            {
                Assert.False(rfm.TryGetProperty("values", out _));
                continue;
            }

            scored++;
            var (values, cuts) = (rfm.GetProperty("values"), rfm.GetProperty("cuts"));
            Assert.Equal(5 - Below(cuts, "recency", values.GetProperty("recencyDays")), score.GetProperty("r").GetInt32());
            Assert.Equal(1 + Below(cuts, "frequency", values.GetProperty("purchases")), score.GetProperty("f").GetInt32());
            Assert.Equal(1 + Below(cuts, "monetary", values.GetProperty("amount")), score.GetProperty("m").GetInt32());
            Assert.Equal(values.GetProperty("purchases").GetInt32(), explained.GetProperty("purchases").EnumerateArray().Sum(purchase => purchase.GetProperty("purchases").GetInt32()));
            Assert.Equal("quantile", rfm.GetProperty("model").GetProperty("method").GetString());
        }

        Assert.InRange(scored, 1, 25);
    }

    [Fact]
    public async Task ASegmentNamesTheRuleThatDecided()
    {
        var id = await silo.RefreshedDatabaseAsync();
        foreach (var profile in (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={GeneratedShop.Day}&limit=15")).Items())
        {
            var rfm = (await ExplainAsync(id, profile.Id(), "ICOMMKT_RFM_Segment")).GetProperty("rfm");
            var segment = profile.GetProperty("rfm").GetProperty("segment").GetString();
            var group = profile.GetProperty("rfm").GetProperty("group").GetString();
            Assert.Equal(segment, rfm.GetProperty("segmentRule").GetProperty("segment").GetString());
            Assert.Equal(group, rfm.GetProperty("groupRule").GetProperty("group").GetString());
            if (group == "PROSPECTS")
            {
                Assert.False(rfm.GetProperty("segmentRule").TryGetProperty("rule", out _));
                Assert.False(rfm.GetProperty("groupRule").TryGetProperty("frequency", out _));
                continue;
            }

            var rule = rfm.GetProperty("segmentRule").GetProperty("rule");
            Assert.Equal(segment, rule.GetProperty("segment").GetString());
            foreach (var (range, score) in (List<(string, string)>)[("recency", "r"), ("frequency", "f"), ("monetary", "m")])
                Assert.InRange(rfm.GetProperty("score").GetProperty(score).GetInt32(), rule.GetProperty(range).GetProperty("min").GetInt32(), rule.GetProperty(range).GetProperty("max").GetInt32());
            Assert.InRange(rfm.GetProperty("score").GetProperty("f").GetInt32(), rfm.GetProperty("groupRule").GetProperty("frequency").GetProperty("min").GetInt32(), rfm.GetProperty("groupRule").GetProperty("frequency").GetProperty("max").GetInt32());
        }
    }

    [Fact]
    public async Task AnAmountIsTheSumOfItsPurchases()
    {
        var id = await silo.RefreshedDatabaseAsync();
        foreach (var profile in (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={GeneratedShop.Day}&limit=10")).Items())
        {
            var explained = await ExplainAsync(id, profile.Id(), "ICOMMKT_Amount_360_Days");
            Assert.False(explained.TryGetProperty("rfm", out _));
            Assert.Equal(explained.GetProperty("value").GetDecimal(), explained.GetProperty("purchases").EnumerateArray().Sum(purchase => purchase.TryGetProperty("converted", out var amount) ? amount.GetDecimal() : 0));
        }
    }

    [Fact]
    public async Task WhatIsNotThereIsNotFound()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var profile = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?limit=1")).Items().Single().Id();
        foreach (var (path, code) in (List<(string, string)>)
        [
            ($"{id}/profiles/{profile}/indicators/ICOMMKT_Nonsense", "indicator_not_found"),
            ($"{id}/profiles/{new string('a', 26)}/indicators/ICOMMKT_RFM", "profile_not_found"),
            ($"{id}/profiles/nonsense/indicators/ICOMMKT_RFM", "profile_not_found"),
            ($"{id}/profiles/nonsense", "profile_not_found"),
            ($"nonsense/profiles/{profile}", "database_not_found"),
        ])
            (await silo.Http.ReadAsync($"/api/v1/databases/{path}", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, code);
    }

    private Task<JsonElement> ExplainAsync(string databaseId, string profileId, string indicator) =>
        silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{profileId}/indicators/{indicator}?asOf={GeneratedShop.Day}");

    private static int Below(JsonElement cuts, string dimension, JsonElement value) => cuts.GetProperty(dimension).EnumerateArray().Count(cut => cut.GetDecimal() < value.GetDecimal());
}
