using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>The history of an integration's runs: filtered, paged and downloaded.</summary>
[Collection(SiloCollection.Name)]
public sealed class RunLogTests(RunningSilo silo)
{
    [Fact]
    public async Task RunsAreFilteredAndDownloadedWithTheSameConditions()
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "unreadable" } },
            HttpStatusCode.Created);
        var runs = $"/api/v1/integrations/{integration.Id()}/runs";
        for (var i = 0; i < 3; i++)
            await silo.Http.EndedAsync($"{runs}/{(await silo.Http.SendAsync(runs, null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}");

        var all = await silo.Http.ReadAllAsync($"{runs}?limit=2");
        Assert.InRange(all.Count, 3, 4);
        var asked = (await silo.Http.ReadAllAsync($"{runs}?trigger=request&outcome=succeeded&limit=1")).Select(run => run.Id()).ToArray();
        Assert.Equal(all.Where(run => run.GetProperty("trigger").GetString() == "request").Select(run => run.Id()), asked);
        Assert.InRange(asked.Length, 2, 3);
        Assert.Empty((await silo.Http.ReadAsync($"{runs}?problemCode=store_timeout")).Items());
        var middle = Uri.EscapeDataString(all[1].GetProperty("startedAt").GetString()!);
        Assert.Equal(all[..2].Select(run => run.Id()), (await silo.Http.ReadAsync($"{runs}?from={middle}")).Items().Select(run => run.Id()));
        Assert.Equal(all[2..].Select(run => run.Id()), (await silo.Http.ReadAsync($"{runs}?until={middle}")).Items().Select(run => run.Id()));

        using var csv = await silo.Http.GetAsync($"{runs}/export?trigger=request");
        Assert.Equal(("text/csv", "attachment"), (csv.Content.Headers.ContentType?.MediaType, csv.Content.Headers.ContentDisposition?.DispositionType));
        var rows = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,startedAt,endedAt,outcome,trigger,problemCode,read,new,changed,unchanged,rejected,suppressed,message", rows[0]);
        Assert.Equal(asked, rows[1..].Select(row => row.Split(',')[0]));

        using var lines = await silo.Http.GetAsync($"{runs}/export?format=ndjson");
        Assert.Equal("application/x-ndjson", lines.Content.Headers.ContentType?.MediaType);
        var objects = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Equal(all.Select(run => run.GetRawText()), objects.Select(run => run.GetRawText()));
    }

    [Fact]
    public async Task AnIdInCapitalsNamesTheSameIntegration()
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "unreadable" } },
            HttpStatusCode.Created);
        var (path, capitals) = ($"/api/v1/integrations/{integration.Id()}", $"/api/v1/integrations/{integration.Id().ToUpperInvariant()}");
        var run = (await silo.Http.SendAsync($"{capitals}/runs", null, HttpStatusCode.Accepted)).GetProperty("runId").GetString();
        await silo.Http.EndedAsync($"{path}/runs/{run}");

        foreach (var each in new[] { $"runs/{run}", $"runs/{run}/progress", "rejected-records" })
            Assert.Equal((await silo.Http.ReadAsync($"{path}/{each}")).GetRawText(), (await silo.Http.ReadAsync($"{capitals}/{each}")).GetRawText());
        Assert.Contains((await silo.Http.ReadAsync($"{capitals}/runs")).Items(), listed => listed.Id() == run);
        Assert.NotEmpty((await silo.Http.ReadAsync($"{capitals}/rejected-records")).Items());
    }

    [Theory]
    [InlineData("runs?outcome=perhaps", "validation_failed")]
    [InlineData("runs?trigger=3", "validation_failed")]
    [InlineData("runs?from=yesterday", "request_malformed")]
    [InlineData("runs/export?format=xml", "format_unknown")]
    public async Task ConditionsThatMeanNothingAreRefused(string path, string code)
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "well" } },
            HttpStatusCode.Created);
        var problem = await silo.Http.ReadAsync($"/api/v1/integrations/{integration.Id()}/{path}", HttpStatusCode.BadRequest);
        problem.AssertProblem(HttpStatusCode.BadRequest, code);
    }
}
