using System.Net;
using System.Net.Http.Json;
using Icomm.Actors.EndToEnd.Api;
using Icomm.Actors.EndToEnd.Hostile;
using Icomm.Actors.EndToEnd.Shops;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>Thousands of hostile requests over every route: none makes the API fail inside, and each refusal has a code.</summary>
public sealed class HostileRequestTests(FaultSilo host, ITestOutputHelper output) : IClassFixture<FaultSilo>
{
    private const int Requests = 4_000;

    [Fact]
    public async Task NoRequestMakesTheApiFailInside()
    {
        var seed = Environment.GetEnvironmentVariable("ICOMM_HOSTILE_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (ICOMM_HOSTILE_SEED={seed} repeats these requests)");
        await using var shop = await FaultSilo.StartShopAsync(970);
        var integration = await host.ConnectAsync(shop);
        var api = host.Silo.Api;
        var runs = await integration.RunsAsync();
        var driver = new RefreshDriver(host.Silo, integration.DatabaseId);
        var refresh = await driver.RefreshAsync(new DateOnly(2026, 1, 1));
        var publication = await Publication.CreateAsync(host.Silo, integration.DatabaseId, shop, shop.Shop.Icommkt!.Options.ProfileKeys[0]);
        var database = (await api.GetAsync($"/api/v1/databases/{integration.DatabaseId}")).Expect(HttpStatusCode.OK);
        var hostile = new HostileRequests(
            (await api.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK),
            new Dictionary<string, string>
            {
                ["databaseId"] = integration.DatabaseId,
                ["integrationId"] = integration.Id,
                ["profileId"] = (await integration.ProfilesAsync(new DateOnly(2026, 1, 1)))[0].Id,
                ["runId"] = runs[0].GetProperty("id").GetString()!,
                ["indicator"] = "ICOMMKT_Amount_30_Days",
                ["storeType"] = "magento",
                ["refreshId"] = refresh.GetProperty("id").GetString()!,
                ["publicationId"] = publication.Id,
                ["version"] = "1",
            },
            seed);
        Assert.True(hostile.Operations >= 15, $"The document names only {hostile.Operations} operations.");

        var statuses = new SortedDictionary<int, int>();
        var codes = new SortedDictionary<string, int>();
        for (var i = 0; i < Requests; i++)
        {
            var request = hostile.Next();
            var isHead = request.Method == HttpMethod.Head;
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
            var answer = await api.SendAsync(request);
            var status = (int)answer.Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var isProblem = answer.Code is not null || isHead || IsRefusedByTheServer(answer);
            Assert.True(
                status < 500 && (status < 400 || isProblem),
                $"Request {i} of seed {seed}, {answer.Request}, was answered {status} {answer.ContentType}: {answer.Text}\n{body[..Math.Min(body.Length, 2_000)]}");
            if (answer.Code is { } code)
                codes[code] = codes.GetValueOrDefault(code) + 1;
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Value} × {pair.Key}")));
        output.WriteLine(string.Join(", ", codes.Select(pair => $"{pair.Value} × {pair.Key}")));

        // What was changed with every right is changed back; then it still works, and no profile has moved.
        var settings = new[] { "currency", "rates", "olderWindow", "rfmMethod", "segmentMap" }.ToDictionary(name => name, name => database.GetProperty(name));
        (await api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/databases/{integration.DatabaseId}") { Content = JsonContent.Create(settings) })).Expect(HttpStatusCode.OK);
        (await api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/integrations/{integration.Id}") { Content = JsonContent.Create(new { isWindowRemoved = true }) })).Expect(HttpStatusCode.OK);
        (await api.PostAsync($"/api/v1/integrations/{integration.Id}/resume")).Expect(HttpStatusCode.OK);
        await integration.SyncWellAsync();
        await integration.AssertEqualsTruthAsync();
    }

    /// <summary>A line that is too long, or a path with a NUL in it, never gets past the server to the API.</summary>
    private static bool IsRefusedByTheServer(ApiAnswer answer) =>
        answer.Status == HttpStatusCode.RequestUriTooLong || (answer.Status == HttpStatusCode.BadRequest && answer.Text.Length == 0 && answer.Request.Split('?')[0].Contains("%00", StringComparison.Ordinal));
}
