using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Segment maps, shipped and own, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class SegmentMapTests(RunningSilo silo)
{
    private static readonly object Split = new
    {
        name = "halves",
        matching = "first",
        rules = (object[])[new { segment = "GOOD", recency = new { min = 4, max = 5 } }],
        otherwise = "REST",
    };

    [Fact]
    public async Task TwoMapsComeWithTheProgram()
    {
        var maps = (await silo.Http.ReadAsync("/api/v1/segment-maps")).EnumerateArray().ToArray();
        Assert.Equal(["icomm", "r-rfm"], maps.Select(map => map.GetProperty("name").GetString()));
        Assert.Equal(("unique", "first"), (maps[0].GetProperty("matching").GetString(), maps[1].GetProperty("matching").GetString()));
        Assert.Equal(16, maps[0].GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public async Task ADatabaseShowsTheSegmentOfEveryScore()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var shown = await silo.Http.ReadAsync($"/api/v1/databases/{id}/segment-map");
        Assert.False(shown.GetProperty("isOwn").GetBoolean());
        var cells = shown.GetProperty("cells").EnumerateObject().ToArray();
        Assert.Equal((125, "111", "555"), (cells.Length, cells[0].Name, cells[^1].Name));
        Assert.Equal("LOYAL_CHAMPIONS", shown.GetProperty("cells").GetProperty("555").GetString());
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/segment-map", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Fact]
    public async Task AnOwnMapTakesItsPlaceAndSegmentsFromTheNextRefresh()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        var path = $"/api/v1/databases/{id}/segment-map";
        var put = await silo.Http.PutAsync(path, Split, HttpStatusCode.OK);
        Assert.True(put.GetProperty("isOwn").GetBoolean());
        Assert.Equal(("REST", "GOOD"), (put.GetProperty("cells").GetProperty("355").GetString(), put.GetProperty("cells").GetProperty("411").GetString()));
        Assert.Equal(put.GetRawText(), (await silo.Http.ReadAsync(path)).GetRawText());
        Assert.Equal("halves", (await silo.Http.ReadAsync($"/api/v1/databases/{id}")).GetProperty("segmentMap").GetString());

        var refresh = await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        Assert.Equal(["GOOD", "PROSPECTS", "REST"], refresh.GetProperty("segments").EnumerateArray().Select(size => size.GetProperty("segment").GetString()).Order());
        Assert.NotEmpty(refresh.GetProperty("transitions").EnumerateArray());
        Assert.Equal("halves", (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models/current")).GetProperty("segmentMap").GetString());
        var rest = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?segment=REST&limit=1")).Items().Single().Id();
        var explained = await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/{rest}/indicators/ICOMMKT_RFM_Segment?asOf={GeneratedShop.Day}");
        Assert.True(explained.GetProperty("rfm").GetProperty("segmentRule").GetProperty("isOtherwise").GetBoolean());

        Assert.False((await silo.Http.PutAsync(path, new { name = "r-rfm" }, HttpStatusCode.OK)).GetProperty("isOwn").GetBoolean());
    }

    [Fact]
    public async Task AMapIsChangedByVersionToo()
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}/segment-map";
        using var read = await silo.Http.GetAsync(path);
        var tag = read.Headers.ETag!.ToString();
        await silo.Http.PutAsync(path, Split, HttpStatusCode.OK, tag);
        (await silo.Http.PutAsync(path, new { name = "icomm" }, HttpStatusCode.PreconditionFailed, tag)).AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    [Theory]
    [InlineData("""{"name":"nonsense"}""", HttpStatusCode.UnprocessableEntity, "segment_map_invalid")]
    [InlineData("""{"name":"x","rules":[]}""", HttpStatusCode.UnprocessableEntity, "segment_map_invalid")]
    [InlineData("""{"name":"x","rules":[null]}""", HttpStatusCode.UnprocessableEntity, "segment_map_invalid")]
    [InlineData("""{"name":"x","rules":[{"segment":"A","recency":{"min":0,"max":5}}]}""", HttpStatusCode.UnprocessableEntity, "segment_map_invalid")]
    [InlineData("""{"name":"x","rules":[{"segment":"A","recency":{"min":2,"max":5}}]}""", HttpStatusCode.UnprocessableEntity, "segment_map_incomplete")]
    [InlineData("""{"name":"x","rules":[{"segment":"A","recency":{"min":1,"max":3}},{"segment":"B","recency":{"min":3,"max":5}}]}""", HttpStatusCode.UnprocessableEntity, "segment_map_ambiguous")]
    [InlineData("""{"name":"x","matching":"first","rules":[{"segment":"A"},{"segment":"B"}]}""", HttpStatusCode.UnprocessableEntity, "segment_rule_unreachable")]
    [InlineData("""{"name":"icomm","rules":[{"segment":"A"}]}""", HttpStatusCode.UnprocessableEntity, "segment_map_name_reserved")]
    [InlineData("""{"name":"x","rules":[{"recency":{"min":1,"max":5}}]}""", HttpStatusCode.BadRequest, "json_invalid")]
    [InlineData("""{"name":"x","rules":[{"segment":"A","recency":{"min":1}}]}""", HttpStatusCode.BadRequest, "json_invalid")]
    [InlineData("""{"name":"x","matching":"last"}""", HttpStatusCode.BadRequest, "json_invalid")]
    public async Task AMapThatIsNotTotalAndUnambiguousIsRefused(string map, HttpStatusCode status, string code)
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}/segment-map";
        (await silo.Http.PutAsync(path, JsonDocument.Parse(map).RootElement, status)).AssertProblem(status, code);
        Assert.False((await silo.Http.ReadAsync(path)).GetProperty("isOwn").GetBoolean());
    }
}
