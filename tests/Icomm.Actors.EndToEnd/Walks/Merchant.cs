using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>A new user before the front end, which shows what the API says in the user's language and sends what the user enters: nothing else is known of the product here.</summary>
internal sealed class Merchant : IDisposable
{
    private const string Integrations = "/api/v1/integrations";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ApiClient _api;
    private readonly string _language;

    private Merchant(ApiClient api, string language)
    {
        _api = api;
        _language = language;
    }

    public ApiClient Api => _api;

    /// <summary>The company gets an account, and the front end a key to it that opens nothing else.</summary>
    /// <param name="language">Of everything that is shown from then on: <c>en</c>, <c>es</c> or <c>pt</c>.</param>
    public static async Task<Merchant> SignUpAsync(SiloProcess silo, string company, string language)
    {
        var account = (await silo.Api.PostAsync("/api/v1/accounts", new { name = company })).Expect(HttpStatusCode.Created).Text("id");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/api-keys") { Content = JsonContent.Create(new { name = "Front end", scopes = (string[])["read", "write"] }) };
        request.Headers.Add("X-Account", account);
        var key = (await silo.Api.SendAsync(request)).Expect(HttpStatusCode.Created).Text("key");
        silo.Guard(key);
        return new Merchant(new ApiClient(silo.Api.Address, key), language);
    }

    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null) => SendAsync(method, path, body is null ? null : JsonContent.Create(body));

    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept-Language", _language);
        return _api.SendAsync(request);
    }

    /// <summary>What a screen shows.</summary>
    public async Task<JsonElement> SeeAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Expect(HttpStatusCode.OK);

    /// <summary>The rows of a list; a walk fills no second page.</summary>
    public async Task<JsonElement[]> ListAsync(string path) => [.. (await SeeAsync(path)).GetProperty("items").EnumerateArray()];

    /// <summary>"Mis integraciones": the cards there are.</summary>
    public Task<JsonElement[]> MyIntegrationsAsync() => ListAsync(Integrations);

    /// <summary>"Mis integraciones", then the platform's card: its form, empty.</summary>
    public async Task<StoreForm> ChooseAsync(string platform) =>
        new((await SeeAsync("/api/v1/store-types")).EnumerateArray().Single(type => type.Text("displayName") == platform));

    /// <summary>"Verificar".</summary>
    public async Task<JsonElement> VerifyAsync(StoreForm form) =>
        (await SendAsync(HttpMethod.Post, $"/api/v1/store-types/{form.StoreType}/verifications", new { settings = form.Entered })).Expect(HttpStatusCode.OK);

    /// <summary>"Crear Base de Datos", with what a verification found out of the shop.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateDatabaseAsync(string name, string timeZone, string currency) =>
        (await SendAsync(HttpMethod.Post, "/api/v1/databases", new { name, timeZone, currency })).Expect(HttpStatusCode.Created).Text("id");

    /// <summary>"Guardar".</summary>
    /// <param name="name">"Mi integración".</param>
    /// <param name="window">"Limitar sincronización"; null for any hour.</param>
    /// <returns>The new card.</returns>
    public async Task<JsonElement> SaveAsync(string name, StoreForm form, string databaseId, DateTimeOffset? startsAt = null, object? window = null) =>
        (await SendAsync(HttpMethod.Post, Integrations, new { name, storeType = form.StoreType, databaseId, settings = form.Entered, startsAt, window })).Expect(HttpStatusCode.Created);

    /// <summary>"Ver integración".</summary>
    public Task<JsonElement> CardAsync(string id) => SeeAsync($"{Integrations}/{id}");

    /// <summary>"Modificar", then "Guardar".</summary>
    public Task<ApiAnswer> ModifyAsync(string id, object changes) => SendAsync(HttpMethod.Patch, $"{Integrations}/{id}", changes);

    /// <summary>A button of the card.</summary>
    public async Task<JsonElement> PressAsync(string id, string button, HttpStatusCode status = HttpStatusCode.OK) => (await SendAsync(HttpMethod.Post, $"{Integrations}/{id}/{button}")).Expect(status);

    /// <summary>"Ver registros".</summary>
    public Task<JsonElement[]> LogsAsync(string id) => ListAsync($"{Integrations}/{id}/runs");

    /// <summary>Waits before a card until it shows what is wanted.</summary>
    public Task<JsonElement> UntilAsync(string id, string expected, Func<JsonElement, bool> isReached) => Wait.UntilAsync(
        "watching the card", id, expected, Limit, () => CardAsync(id), isReached, card => card.GetRawText());

    /// <summary>Waits before the logs until the newest run has ended.</summary>
    public Task<JsonElement> UntilRunEndedAsync(string id, string runId) => Wait.UntilAsync(
        "watching the logs", runId, "ended", Limit, () => SeeAsync($"{Integrations}/{id}/runs/{runId}"), run => run.Has("endedAt"), run => run.GetRawText());

    /// <summary>"Sync now" and its end, which must be a success.</summary>
    public async Task<JsonElement> SyncNowAsync(string id)
    {
        var run = await UntilRunEndedAsync(id, (await PressAsync(id, "runs", HttpStatusCode.Accepted)).Text("runId"));
        Assert.True(run.Text("outcome") == "succeeded", run.GetRawText());
        return run;
    }

    /// <summary>The daily refresh of a database, now.</summary>
    public async Task RefreshAsync(string databaseId)
    {
        var path = $"/api/v1/databases/{databaseId}/refreshes";
        var id = (await SendAsync(HttpMethod.Post, path)).Expect(HttpStatusCode.Accepted).Text("refreshId");
        var refresh = await Wait.UntilAsync("watching the refresh", id, "ended", Limit, () => SeeAsync($"{path}/{id}"), each => each.Has("endedAt"), each => each.GetRawText());
        Assert.True(refresh.Text("outcome") == "succeeded", refresh.GetRawText());
    }

    public void Dispose() => _api.Dispose();
}
