using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Refreshes and the models that they make, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class RefreshTests(RunningSilo silo)
{
    [Fact]
    public async Task ARefreshScoresEverybodyAndShowsWhatItDid()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var refresh = await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        Assert.Equal("succeeded", refresh.GetProperty("outcome").GetString());
        Assert.Equal(GeneratedShop.Day, refresh.GetProperty("asOf").GetString());
        Assert.Equal(GeneratedShop.Buyers + GeneratedShop.Prospects, refresh.GetProperty("counters").GetProperty("profiles").GetInt64());
        Assert.Equal(GeneratedShop.Buyers + GeneratedShop.Prospects, refresh.GetProperty("segments").EnumerateArray().Sum(segment => segment.GetProperty("customers").GetInt64()));
        Assert.Equal("refresh_succeeded", refresh.GetProperty("messages")[0].GetProperty("code").GetString());
        Assert.False(refresh.TryGetProperty("progress", out _));

        var listed = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/refreshes")).Items().Single();
        Assert.Equal(refresh.GetRawText(), listed.GetRawText());
        var card = (await silo.Http.ReadAsync($"/api/v1/databases/{id}")).GetProperty("refresh");
        Assert.Equal(refresh.Id(), card.GetProperty("lastCompleted").Id());
        Assert.True(card.TryGetProperty("nextDueAt", out _));
    }

    [Fact]
    public async Task ASecondRefreshOfTheSameDayFindsEverythingAsItWas()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var first = await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        var second = await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        Assert.Equal(0, second.GetProperty("counters").GetProperty("evaluated").GetInt64());
        Assert.Equal(first.GetProperty("modelVersion").GetInt64(), second.GetProperty("modelVersion").GetInt64());
        var page = await silo.Http.ReadAsync($"/api/v1/databases/{id}/refreshes?limit=1");
        Assert.Equal(second.Id(), page.Items().Single().Id());
        var rest = await silo.Http.ReadAsync($"/api/v1/databases/{id}/refreshes?limit=5&cursor={page.GetProperty("nextCursor").GetString()}");
        Assert.Equal(first.Id(), rest.Items().Single().Id());
    }

    [Fact]
    public async Task WithoutABodyTodayIsRefreshed()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var started = await silo.Http.SendAsync($"/api/v1/databases/{id}/refreshes", null, HttpStatusCode.Accepted);
        var refresh = await silo.Http.EndedAsync($"/api/v1/databases/{id}/refreshes/{started.GetProperty("refreshId").GetString()}");
        Assert.Equal("succeeded", refresh.GetProperty("outcome").GetString());
        Assert.Equal(0, refresh.GetProperty("counters").GetProperty("profiles").GetInt64());
    }

    [Fact]
    public async Task WhatIsNotThereIsNotFound()
    {
        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/refreshes", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
        (await silo.Http.SendAsync("/api/v1/databases/nonsense/refreshes", null, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
        var id = await silo.Http.CreateDatabaseAsync();
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/refreshes/nonsense", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "refresh_not_found");
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models/current", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "rfm_model_not_found");
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models/1", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "rfm_model_not_found");
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models?cursor=x", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task WhileARefreshIsUnderWayAnotherDayHasToWait()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var path = $"/api/v1/databases/{id}/refreshes";
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(async day =>
        {
            using var response = await silo.Http.PostAsync(path, JsonContent.Create(new { asOf = $"2026-03-0{day}" }));
            return (response.StatusCode, Body: JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
        }));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Accepted);
        var started = answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted).Select(answer => answer.Body.GetProperty("refreshId").GetString()!).ToArray();
        var waiting = answers.Where(answer => answer.StatusCode == HttpStatusCode.Conflict).ToArray();
        Assert.NotEmpty(waiting);
        foreach (var (_, problem) in waiting)
        {
            problem.AssertProblem(HttpStatusCode.Conflict, "refresh_under_way");
            Assert.Contains(problem.GetProperty("refreshId").GetString()!, started);
        }

        foreach (var refresh in started)
            Assert.Equal("succeeded", (await silo.Http.EndedAsync($"{path}/{refresh}")).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task ADayOutOfAllReasonIsRefusedForAllAndAnsweredForOne(string day)
    {
        var id = await silo.RefreshedDatabaseAsync();
        (await silo.Http.SendAsync($"/api/v1/databases/{id}/refreshes", new { asOf = day }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "as_of_out_of_range");
        var profile = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles?asOf={day}&limit=1")).Items().Single();
        Assert.Equal(day, profile.GetProperty("asOf").GetString());
        await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/{profile.Id()}?asOf={day}");
        await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/{profile.Id()}/indicators/ICOMMKT_RFM_Segment?asOf={day}");
    }

    [Fact]
    public async Task EveryVersionOfTheModelIsKept()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        await silo.Http.RefreshAsync(id, "2026-02-28");
        await silo.Http.RefreshAsync(id, GeneratedShop.Day);
        var models = (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models")).Items();
        Assert.Equal([GeneratedShop.Day, "2026-02-28"], models.Select(model => model.GetProperty("asOf").GetString()));
        var current = await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models/current");
        Assert.Equal(models[0].GetRawText(), current.GetRawText());
        Assert.Equal(models[1].GetRawText(), (await silo.Http.ReadAsync($"/api/v1/databases/{id}/rfm-models/{models[1].GetProperty("version").GetInt64()}")).GetRawText());
        Assert.Equal("quantile", current.GetProperty("method").GetString());
        Assert.Equal(["30", "60", "90", "180", "360", "360plus", "lifetime"], current.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("period").GetString()));
        foreach (var cuts in current.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("cuts")))
            Assert.All(["recency", "frequency", "monetary"], dimension => Assert.Equal(4, cuts.GetProperty(dimension).GetArrayLength()));
    }
}
