using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd;

/// <summary>A run watched over a socket of the product as it is shipped. The shop never answers for its orders, so the run stands there until somebody stops it.</summary>
public sealed class RunEventsTests
{
    [Fact]
    public async Task AWatcherSeesTheStagesAndTheEndAndNeitherKeepsTheSiloUp()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new GeneratedSource { Seed = 5, Customers = 30, Orders = 60, Products = 10, Days = 90, End = new DateTime(2026, 3, 31, 23, 0, 0, DateTimeKind.Utc) });
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var integration = await ConnectAsync(silo, shop);
        var run = $"/api/v1/integrations/{integration}/runs/{(await silo.Api.PostAsync($"/api/v1/integrations/{integration}/runs")).Expect(HttpStatusCode.Accepted).GetProperty("runId").GetString()}";
        await Wait.UntilAsync(
            "sync", run, "at its orders", TimeSpan.FromMinutes(5),
            async () => (await silo.Api.GetAsync($"{run}/progress")).Expect(HttpStatusCode.OK),
            progress => progress.GetProperty("stages").EnumerateArray().Any(stage => stage.GetProperty("stage").GetString() == "Orders"),
            progress => progress.GetRawText());

        using var http = new HttpClient { BaseAddress = silo.Api.Address };
        http.DefaultRequestHeaders.Add(ApiClient.KeyHeader, silo.Api.Key);
        using (var watched = await http.GetAsync($"{run}/events", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal("text/event-stream", watched.Content.Headers.ContentType?.MediaType);
            using var lines = new StreamReader(await watched.Content.ReadAsStreamAsync());
            var progress = await DataOfAsync(lines, "progress");
            var customers = progress.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "Customers");
            Assert.True(customers.GetProperty("done").GetInt64() > 0 && customers.TryGetProperty("endedAt", out _), customers.GetRawText());

            (await silo.Api.PostAsync($"/api/v1/integrations/{integration}/runs/current/stop")).Expect(HttpStatusCode.OK);
            Assert.Equal("stopped", (await DataOfAsync(lines, "ended")).GetProperty("outcome").GetString());
            Assert.Empty((await lines.ReadToEndAsync()).Trim());
        }

        var second = (await silo.Api.PostAsync($"/api/v1/integrations/{integration}/runs")).Expect(HttpStatusCode.Accepted).GetProperty("runId").GetString();
        using var kept = await http.GetAsync($"/api/v1/integrations/{integration}/runs/{second}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(0, await silo.StopAsync());
        silo.AssertLogsAreClean();
    }

    /// <summary>Connects the shop outside its hours, so that no run has begun when it stops answering.</summary>
    private static async Task<string> ConnectAsync(SiloProcess silo, ServedShop shop)
    {
        silo.Guard(shop.Shop.Password);
        var databaseId = await Integration.CreateDatabaseAsync(silo.Api);
        var later = TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddHours(8);
        var window = new { timeZone = "Etc/UTC", from = later, until = later.AddHours(1) };
        var created = await silo.Api.PostAsync("/api/v1/integrations", new { name = "Shop", storeType = shop.StoreType, databaseId, settings = shop.Settings(), window });
        var id = created.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;

        shop.Shop.Faults.Add(new FaultRule(FaultKind.Hang) { Path = "/orders", Times = null });
        var opened = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/integrations/{id}") { Content = JsonContent.Create(new { isWindowRemoved = true }) };
        (await silo.Api.SendAsync(opened)).Expect(HttpStatusCode.OK);
        return id;
    }

    private static async Task<JsonElement> DataOfAsync(StreamReader lines, string name)
    {
        var isIt = false;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                isIt = line["event: ".Length..] == name;
            else if (isIt && line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }

        throw new InvalidOperationException($"The stream ended without an event '{name}'.");
    }
}
