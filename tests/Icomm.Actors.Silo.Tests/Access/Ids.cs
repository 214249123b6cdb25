using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>What path parameters name: one object of each kind, all of one account.</summary>
/// <param name="byName">By parameter; where a route wants one of a certain kind, by the end of the route's part before it and the parameter.</param>
internal sealed class Ids(IReadOnlyDictionary<string, string> byName)
{
    /// <summary>Well-formed names of nothing.</summary>
    public static readonly Ids Invented = new(new Dictionary<string, string>
    {
        ["accountId"] = Guid.NewGuid().ToString("N"),
        ["databaseId"] = Guid.NewGuid().ToString("N"),
        ["erasureId"] = Guid.NewGuid().ToString("N"),
        ["importId"] = Guid.NewGuid().ToString("N"),
        ["indicator"] = "ICOMMKT_Amount_30_Days",
        ["integrationId"] = Guid.NewGuid().ToString("N"),
        ["keyId"] = Guid.NewGuid().ToString("N"),
        ["profileId"] = new string('a', 26),
        ["publicationId"] = Guid.NewGuid().ToString("N"),
        ["refreshId"] = "none",
        ["runId"] = "none",
        ["storeType"] = "corner",
        ["version"] = "1",
    });

    public string Of(string parameter, string route)
    {
        var kind = $"{parameter} {route.Split('/').SkipWhile(part => part != $"{{{parameter}}}").Skip(1).FirstOrDefault()}";
        return byName.TryGetValue(kind, out var special) ? special
            : byName.TryGetValue(parameter, out var id) ? id
            : throw new InvalidOperationException($"Say in {nameof(Ids)} how to make what {{{parameter}}} names.");
    }

    public static async Task<Ids> CreateAsync(HttpClient owner)
    {
        var databaseId = await owner.SyncedDatabaseAsync(GeneratedShop.Script);
        var refresh = await owner.RefreshAsync(databaseId, GeneratedShop.Day);
        var integrationId = (await owner.ReadAsync("/api/v1/integrations")).Items().Single().Id();
        var pushed = await IntegrationAsync(owner, databaseId, PushingConnector.Type);
        await owner.SendAsync($"/api/v1/integrations/{pushed}/inbound-token", new { }, HttpStatusCode.Created);
        var fromFiles = await IntegrationAsync(owner, databaseId, FakeFileConnector.Type);
        var publication = await owner.SendAsync($"/api/v1/databases/{databaseId}/publications", new { name = "File", type = "csv", settings = new { fileName = "out-{date}.csv" } }, HttpStatusCode.Created);
        return new Ids(new Dictionary<string, string>(Invented.All)
        {
            ["accountId"] = "default",
            ["databaseId"] = databaseId,
            ["integrationId"] = integrationId,
            ["integrationId imports"] = fromFiles,
            ["integrationId inbound-token"] = pushed,
            ["erasureId"] = (await owner.SendAsync($"/api/v1/databases/{databaseId}/erasures", new { document = "12345678" }, HttpStatusCode.Created)).Id(),
            ["importId"] = await ImportAsync(owner, fromFiles),
            ["keyId"] = (await owner.SendAsync("/api/v1/api-keys", new { name = "Key", scopes = (string[])["read"] }, HttpStatusCode.Created)).Id(),
            ["profileId"] = (await owner.ReadAsync($"/api/v1/databases/{databaseId}/profiles?limit=1")).Items()[0].Id(),
            ["publicationId"] = publication.Id(),
            ["refreshId"] = refresh.Id(),
            ["runId"] = (await owner.ReadAsync($"/api/v1/integrations/{integrationId}/runs")).Items()[0].Id(),
            ["storeType"] = ScriptedConnector.Type,
        });
    }

    private IReadOnlyDictionary<string, string> All => byName;

    private static async Task<string> IntegrationAsync(HttpClient owner, string databaseId, string storeType) =>
        (await owner.SendAsync("/api/v1/integrations", new { name = storeType, storeType, databaseId, settings = new { } }, HttpStatusCode.Created)).Id();

    /// <summary>An import that has ended.</summary>
    private static async Task<string> ImportAsync(HttpClient owner, string integrationId)
    {
        var path = $"/api/v1/integrations/{integrationId}/imports";
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(FakeFileConnector.Header)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using (var uploaded = await owner.PostAsync(path, file))
            Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        var id = (await owner.ReadAsync(path)).Items().Single().Id();
        await owner.EndedAsync($"{path}/{id}");
        return id;
    }
}
