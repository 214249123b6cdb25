using System.Net;
using System.Net.Http.Json;
using System.Text;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.EndToEnd.Hostile;

/// <summary>A silo with something of everything that the API knows, and a secret wherever it takes or makes one.</summary>
internal sealed class HostileTarget : IAsyncDisposable
{
    private static readonly DateTime End = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly AsOf = new(2026, 1, 1);

    private readonly SiloProcess _silo;
    private readonly List<SimulatedShop> _shops = [];
    private readonly Dictionary<string, string[]> _known = [];

    private HostileTarget(SiloProcess silo, PlantedSecrets planted)
    {
        _silo = silo;
        Planted = planted;
    }

    public PlantedSecrets Planted { get; }

    /// <summary>Ids that exist and secrets that open something, by the names that requests give them.</summary>
    public IReadOnlyDictionary<string, string[]> Known => _known;

    /// <summary>A synced one, in a database that was refreshed and published.</summary>
    public Integration Integration { get; private set; } = null!;

    public static async Task<HostileTarget> PrepareAsync(SiloProcess silo, TestFolder folder, PlantedSecrets planted)
    {
        var target = new HostileTarget(silo, planted);
        planted.Guard("first key", silo.Api.Key!);
        File.Delete(Path.Combine(folder.Path, "first-key"));
        await target.ConnectAsync();
        await target.PublishAsync();
        await target.OpenAccountAsync();
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shop in _shops)
            await shop.DisposeAsync();
    }

    /// <summary>An integration of each platform, and of Magento one with each kind of credentials.</summary>
    private async Task ConnectAsync()
    {
        var password = Planted.Plant("Magento password");
        var magento = await OpenShopAsync(new SimulatorOptions
        {
            Source = Source(970, orders: 250),
            Magento = new MagentoOptions { Password = password },
            Icommkt = new IcommktOptions { ApiKey = Planted.Plant("publication's API key"), ProfileKeys = [Planted.Plant("publication's profile key")] },
        });
        Integration = await Integration.CreateAsync(_silo, magento);
        await Integration.SyncWellAsync();

        var keys = new MagentoIntegration
        {
            ConsumerSecret = Planted.Plant("Magento consumer secret"), AccessToken = Planted.Plant("Magento access token"), AccessTokenSecret = Planted.Plant("Magento token secret"),
        };
        var signed = await OpenShopAsync(new SimulatorOptions { Source = Source(971), Magento = new MagentoOptions { Integration = keys } });
        var vtex = await OpenShopAsync(new SimulatorOptions { Source = Source(972), Platform = StorePlatform.Vtex, Vtex = new VtexOptions { AppToken = Planted.Plant("VTEX token") } });
        var hermes = await OpenShopAsync(new SimulatorOptions { Source = Source(973), Platform = StorePlatform.Hermes, Hermes = new HermesOptions { AppToken = Planted.Plant("Hermes token") } });
        var database = await Integration.CreateDatabaseAsync(_silo.Api);
        var others = new[]
        {
            await CreateAsync(database, "magento", new()
            {
                ["siteUrl"] = signed.Shop.BaseUrl.OriginalString, ["consumerKey"] = keys.ConsumerKey, ["consumerSecret"] = keys.ConsumerSecret,
                ["accessToken"] = keys.AccessToken, ["accessTokenSecret"] = keys.AccessTokenSecret,
            }),
            await CreateAsync(database, "vtex", vtex.Settings()),
            await CreateAsync(database, "hermes", hermes.Settings()),
        };
        var pushed = await CreateAsync(database, "fenicio", []);
        _known["integrationId"] = [Integration.Id, .. others, pushed];
        _known["storeType"] = ["magento", "vtex", "hermes", "fenicio"];
        _known["runId"] = [(await Integration.RunsAsync())[0].GetProperty("id").GetString()!];
        _known["email"] = [magento.Data.Customers[0].Email];

        // The token that came before is good for a day still.
        var former = await MakeTokenAsync(pushed, "former inbound token");
        var token = await MakeTokenAsync(pushed, "inbound token");
        _known["X-Icomm-Token"] = [former, token];
        foreach (var (order, good) in _known["X-Icomm-Token"].Index())
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/inbound/{pushed}") { Content = JsonContent.Create(new { orden = new { idOrden = order } }) };
            message.Headers.Add("X-Icomm-Token", good);
            (await _silo.Api.SendAsync(message)).Expect(HttpStatusCode.OK);
        }

        var file = await _silo.Api.PostTextAsync($"/api/v1/integrations/{pushed}/imports?fileName=historico.csv", Encoding.UTF8.GetString(FenicioCsv.Write(hermes.Data)), "text/csv");
        _known["importId"] = [file.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!];
    }

    private async Task PublishAsync()
    {
        var refresh = await new RefreshDriver(_silo, Integration.DatabaseId).RefreshAsync(AsOf);
        var publication = await Publication.CreateAsync(_silo, Integration.DatabaseId, Integration.Shop, Integration.Shop.Shop.Icommkt!.Options.ProfileKeys[0]);
        await publication.PublishAsync();
        var erasure = (await _silo.Api.PostAsync($"/api/v1/databases/{Integration.DatabaseId}/erasures", new { email = "nobody@shop.invalid" })).Expect(HttpStatusCode.Created);
        _known["databaseId"] = [Integration.DatabaseId];
        _known["profileId"] = [.. (await Integration.ProfilesAsync(AsOf)).Take(5).Select(profile => profile.Id)];
        _known["indicator"] = ["ICOMMKT_Amount_30_Days", "ICOMMKT_RFM"];
        _known["refreshId"] = [refresh.GetProperty("id").GetString()!];
        _known["publicationId"] = [publication.Id];
        _known["erasureId"] = [erasure.GetProperty("id").GetString()!];
        _known["version"] = ["1"];
    }

    /// <summary>Another account with a key: what hostile requests may rotate, revoke and disable.</summary>
    private async Task OpenAccountAsync()
    {
        var account = (await _silo.Api.PostAsync("/api/v1/accounts", new { name = "Other" })).Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/api-keys") { Content = JsonContent.Create(new { name = "Front end", scopes = (string[])["read", "write"] }) };
        request.Headers.Add("X-Account", account);
        request.Headers.Add("Idempotency-Key", "the-other-accounts-key");
        var key = (await _silo.Api.SendAsync(request)).Expect(HttpStatusCode.Created);
        Planted.Guard("other account's key", key.GetProperty("key").GetString()!);
        _known["accountId"] = _known["X-Account"] = [account];
        _known["keyId"] = [key.GetProperty("id").GetString()!];
    }

    private async Task<ServedShop> OpenShopAsync(SimulatorOptions options)
    {
        // Hostile requests verify settings while runs read: the promise of one request at a time is about runs.
        var shop = await SimulatedShop.StartAsync(options);
        _shops.Add(shop);
        return new ServedShop(shop);
    }

    private async Task<string> CreateAsync(string databaseId, string storeType, Dictionary<string, string> settings) =>
        (await _silo.Api.PostAsync("/api/v1/integrations", Integration.Request(databaseId, settings, storeType))).Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;

    private async Task<string> MakeTokenAsync(string integrationId, string name) =>
        Planted.Guard(name, (await _silo.Api.PostAsync($"/api/v1/integrations/{integrationId}/inbound-token")).Expect(HttpStatusCode.Created).GetProperty("token").GetString()!);

    private static GeneratedSource Source(int seed, int orders = 20) => new() { Seed = seed, Customers = orders / 4, Orders = orders, Products = 30, Days = 400, End = End };
}
