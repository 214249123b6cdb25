using System.Net;
using System.Text.Json;
using Icomm.Actors.Silo.Progress;
using Icomm.Actors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A run's progress, asked for and watched. The run stands still at its second page until it is stopped, so that nothing depends on how fast anybody is.</summary>
[Collection(SiloCollection.Name)]
public sealed class RunProgressTests(RunningSilo silo)
{
    [Fact]
    public async Task ProgressTellsEachStage()
    {
        var run = await HeldRunAsync();

        var progress = await silo.Http.ReadAsync($"{run}/progress");

        Assert.Equal("running", progress.GetProperty("outcome").GetString());
        var stages = progress.GetProperty("stages").EnumerateArray().ToArray();
        Assert.Equal(["Customers", "Orders"], stages.Select(stage => stage.GetProperty("stage").GetString()));
        Assert.True(stages[0].TryGetProperty("endedAt", out _));
        Assert.False(stages[1].TryGetProperty("endedAt", out _));
        Assert.Equal((1, 3), (stages[1].GetProperty("done").GetInt64(), stages[1].GetProperty("total").GetInt64()));
        Assert.True(stages[1].GetProperty("recordsPerSecond").GetDouble() >= 0);

        await StopAsync(run);
        var ended = await silo.Http.ReadAsync($"{run}/progress");
        Assert.Equal("stopped", ended.GetProperty("outcome").GetString());
        Assert.All(ended.GetProperty("stages").EnumerateArray(), stage => Assert.True(stage.TryGetProperty("endedAt", out _)));
        Assert.Equal(1, ended.GetProperty("stages")[1].GetProperty("done").GetInt64());
    }

    [Fact]
    public async Task AWatcherIsToldWhatIsNewAndTheEnd()
    {
        var run = await HeldRunAsync();
        using var watched = await WatchAsync(run);
        using var lines = new StreamReader(await watched.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", watched.Content.Headers.ContentType?.MediaType);
        Assert.True(watched.Headers.CacheControl?.NoStore);
        Assert.Equal(["retry: 3000"], await EventAsync(lines));
        var first = await EventAsync(lines);
        Assert.StartsWith("id: ", first[0], StringComparison.Ordinal);
        Assert.Equal("event: progress", first[1]);
        Assert.Equal("running", Data(first).GetProperty("outcome").GetString());

        await StopAsync(run);
        var last = await EventAsync(lines);
        Assert.Equal(["id: ended", "event: ended"], last[..2]);
        Assert.Equal("stopped", Data(last).GetProperty("outcome").GetString());
        Assert.Null(await lines.ReadLineAsync());
    }

    [Fact]
    public async Task WhoComesAgainIsNotToldTheSameTwice()
    {
        var run = await HeldRunAsync();
        string seen;
        using (var watched = await WatchAsync(run))
        {
            using var before = new StreamReader(await watched.Content.ReadAsStreamAsync());
            await EventAsync(before);
            seen = (await EventAsync(before))[0]["id: ".Length..];
        }

        using var again = await WatchAsync(run, seen);
        using var lines = new StreamReader(await again.Content.ReadAsStreamAsync());
        await EventAsync(lines);
        await StopAsync(run);
        Assert.Equal("event: ended", (await EventAsync(lines))[1]);

        using var afterTheEnd = await WatchAsync(run, "ended");
        Assert.Equal(HttpStatusCode.NoContent, afterTheEnd.StatusCode);
    }

    [Fact]
    public async Task MoreWatchersThanMayBeAreToldToComeAgain()
    {
        var run = await HeldRunAsync();
        var watching = new List<HttpResponseMessage>();
        try
        {
            await Eventually.IsAsync("watch", run, "refused", () => AskAsync(run), response =>
            {
                watching.Add(response);
                return response.StatusCode == HttpStatusCode.TooManyRequests;
            });
            Assert.InRange(watching.Count, 1, RunningSilo.MaxProgressStreams + 1);
            Assert.True(watching[^1].Headers.RetryAfter?.Delta > TimeSpan.Zero);
            JsonDocument.Parse(await watching[^1].Content.ReadAsStringAsync()).RootElement.AssertProblem(HttpStatusCode.TooManyRequests, "too_many_streams");
        }
        finally
        {
            watching.ForEach(response => response.Dispose());
            await StopAsync(run);
        }
    }

    [Fact]
    public void AnAccountHasAQuarterOfTheStreams()
    {
        var streams = ActivatorUtilities.CreateInstance<ProgressStreams>(silo.Services, Options.Create(new ProgressOptions { MaxStreams = 8 }));
        var first = streams.TryEnter("a");
        Assert.NotNull(streams.TryEnter("a"));
        Assert.Null(streams.TryEnter("a"));
        foreach (var account in new[] { "b", "b", "c", "c", "d", "d" })
            Assert.NotNull(streams.TryEnter(account));
        Assert.Null(streams.TryEnter("e"));

        first!.Dispose();
        first.Dispose();
        Assert.NotNull(streams.TryEnter("e"));
        Assert.Null(streams.TryEnter("e"));
    }

    [Fact]
    public async Task ThereIsNoProgressOfARunThatIsNot()
    {
        var run = await HeldRunAsync();
        await StopAsync(run);
        (await silo.Http.ReadAsync($"{run}0/progress", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "run_not_found");
        (await silo.Http.ReadAsync($"{run}0/events", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "run_not_found");
        (await silo.Http.ReadAsync($"/api/v1/integrations/{Guid.NewGuid():N}/runs/x/events", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "run_not_found");
    }

    /// <returns>Path of a run whose first page of orders has been applied and whose second never comes.</returns>
    private async Task<string> HeldRunAsync()
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = ScriptedConnector.HeldScript } },
            HttpStatusCode.Created);
        var runs = $"/api/v1/integrations/{integration.Id()}/runs";
        var run = $"{runs}/{(await silo.Http.SendAsync(runs, null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}";
        await Eventually.IsAsync(
            "sync", run, "at its second page of orders", () => silo.Http.ReadAsync($"{run}/progress"), progress => progress.GetProperty("stages").EnumerateArray().Any(stage => stage.GetProperty("done").GetInt64() > 0));
        return run;
    }

    private async Task StopAsync(string run)
    {
        await silo.Http.SendAsync($"{run[..run.LastIndexOf('/')]}/current/stop", null, HttpStatusCode.OK);
    }

    /// <summary>Watchers of the test before may be leaving meanwhile: their places are free in a moment.</summary>
    private Task<HttpResponseMessage> WatchAsync(string run, string? lastEventId = null) =>
        Eventually.IsAsync("watch", run, "a place", () => AskAsync(run, lastEventId), response => response.StatusCode != HttpStatusCode.TooManyRequests);

    private async Task<HttpResponseMessage> AskAsync(string run, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{run}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The lines up to the next empty one; heartbeats are left out.</summary>
    private static async Task<string[]> EventAsync(StreamReader lines)
    {
        var read = new List<string>();
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(':'))
                continue;
            if (line.Length > 0)
                read.Add(line);
            else if (read.Count > 0)
                return [.. read];
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static JsonElement Data(string[] lines) => JsonDocument.Parse(lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]).RootElement;
}
