using System.Net;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"¿Cómo integrar Hermes &amp; icomm?", step by step. Each comment is the article's own sentence.</summary>
[Collection(WalkCollection.Name)]
public sealed class HermesWalk(WalkSilo host)
{
    private const string TimeZone = "America/Montevideo";

    [Fact]
    public async Task PasoAPasoParaIntegrarHermes()
    {
        var source = new CommonGroundSource(new GeneratedSource { Seed = 51, Customers = 40, Orders = 600, Products = 20, Days = 500, End = TimeProvider.System.GetUtcNow().UtcDateTime.Date });
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Hermes });
        host.Silo.Guard(shop.Shop.Password);
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Tienda Hermes", "es");

        // Fase 1. "Haz clic en Mis integraciones. Desliza hacia abajo hasta localizar la tarjeta de Hermes y haz clic en el botón Integrar."
        var form = await merchant.ChooseAsync("Hermes");

        // Fase 2. "Ingresa la URL del sitio y el App Token. Luego, haz clic en Verificar. El sistema validará tus credenciales."
        Assert.Equal(["URL del sitio", "App Token"], form.Required);
        form.Enter("URL del sitio", shop.Shop.BaseUrl.OriginalString);
        form.Enter("App Token", "another-token");

        // "Nota: Si surge un error, la pantalla te indicará los pasos a seguir con tu equipo de implementación."
        var refused = await merchant.VerifyAsync(form);
        Assert.Equal((false, "No se pudo conectar con Hermes."), (refused.IsOn("isSuccess"), refused.Text("message")));
        Assert.Equal("El sitio no acepta este App Token.", refused.GetProperty("problem").Text("message"));
        Assert.Contains("equipo de implementación", refused.GetProperty("problem").Text("remedy"), StringComparison.Ordinal);
        form.Enter("App Token", shop.Shop.Password);
        var verified = await merchant.VerifyAsync(form);
        Assert.Equal((true, "Conexión exitosa con Hermes."), (verified.IsOn("isSuccess"), verified.Text("message")));

        // Fase 3. "Selecciona o crea la Base de Datos que alojará la información. Haz clic en Guardar. La integración comenzará su procesamiento."
        var databaseId = await merchant.CreateDatabaseAsync("Clientes Hermes", verified.Text("timeZone"), verified.Text("currency"));
        var id = (await merchant.SaveAsync("Integración Hermes + icomm", form, databaseId)).Text("id");
        var card = await merchant.UntilAsync(id, "synced", each => each.Text("health") != "new");
        await Truth.AssertAsync(merchant, databaseId, TimeZone, shop.Data, shop.Data.Orders, shop.Data.Customers);

        // "Identificación: Nombre que le asignaste y tipo de conexión. Verde (Con éxito). Última sincronización. BBDD Master data: Indica el nombre de la base de datos vinculada."
        Assert.Equal(("Integración Hermes + icomm", "hermes", "Clientes Hermes"), (card.Text("name"), card.Text("storeType"), card.Text("databaseName")));
        Assert.Equal(("success", "Con éxito"), (card.Text("health"), card.Text("healthText")));
        var lastSuccess = card.Instant("lastSuccessAt");

        // "Si ves un símbolo de alerta (⚠️), los datos podrían estar desactualizados": they are not.
        Assert.Empty(card.GetProperty("warnings").EnumerateArray());

        // "Actualización Masterdata: Fecha y hora de la última actualización de la base maestra."
        Assert.False(card.Has("lastRefreshAt"));
        await merchant.RefreshAsync(databaseId);
        Assert.True((await merchant.UntilAsync(id, "refreshed", each => each.Has("lastRefreshAt"))).Instant("lastRefreshAt") > lastSuccess);
        ListedIndicators.AssertShown(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles?limit=1000"), ListedIndicators.WithGroupAndSegment);

        // "Rojo (Error): Existen fallos en la conexión que requieren revisión. Última sincronización: Fecha y hora del último intercambio exitoso de datos."
        shop.Shop.Faults.Add(new FaultRule(FaultKind.Forbidden) { Times = null });
        var failed = await merchant.UntilRunEndedAsync(id, (await merchant.PressAsync(id, "runs", HttpStatusCode.Accepted)).Text("runId"));
        Assert.Equal(("failed", "permission_missing"), (failed.Text("outcome"), failed.Text("problemCode")));
        card = await merchant.UntilAsync(id, "red", each => each.Text("health") == "error");
        Assert.Equal("Error", card.Text("healthText"));
        Assert.Contains("El App Token no puede leer esto.", card.Text("problemText"), StringComparison.Ordinal);
        Assert.Equal(lastSuccess, card.Instant("lastSuccessAt"));
        shop.Shop.Faults.Clear();
        await merchant.SyncNowAsync(id);
        card = await merchant.UntilAsync(id, "green again", each => each.Text("health") == "success");
        Assert.True(card.Instant("lastSuccessAt") > lastSuccess);

        await AssertSwitchAsync(merchant, id);
        await AssertMenuAsync(merchant, id, shop);
        await AssertDeletedAsync(merchant, id, databaseId);
    }

    /// <summary>"Interruptor (Switch): Color azul (activo) o gris (desactivado). Permite pausar la integración sin borrar la configuración."</summary>
    private static async Task AssertSwitchAsync(Merchant merchant, string id)
    {
        var before = await merchant.CardAsync(id);
        Assert.True(before.IsOn("isActive"));
        var off = await merchant.PressAsync(id, "pause");
        Assert.False(off.IsOn("isActive"));
        Assert.Equal("La integración se desactivó a mano.", off.GetProperty("pause").Text("text"));
        Assert.Equal(before.GetProperty("settings").GetRawText(), off.GetProperty("settings").GetRawText());
        Assert.False(off.Has("nextDueAt"));
        (await merchant.SendAsync(HttpMethod.Post, $"/api/v1/integrations/{id}/runs")).ExpectProblem(HttpStatusCode.Conflict, "integration_paused");
        Assert.True((await merchant.PressAsync(id, "resume")).IsOn("isActive"));
        await merchant.SyncNowAsync(id);
    }

    /// <summary>"Menú de Gestión (Flecha desplegable)."</summary>
    private static async Task AssertMenuAsync(Merchant merchant, string id, ServedShop shop)
    {
        // "Ver integración: Consultar la configuración actual."
        var card = await merchant.CardAsync(id);
        Assert.Equal(shop.Shop.BaseUrl.OriginalString, card.GetProperty("settings").Text("siteUrl"));
        Assert.False(card.GetProperty("settings").Has("appToken"));
        Assert.StartsWith("••••", card.GetProperty("secretHints").Text("appToken"), StringComparison.Ordinal);

        // "Modificar: Editar parámetros o credenciales": wrong ones are refused, and nothing is changed.
        var refused = await merchant.ModifyAsync(id, new { name = "Otra", settings = new { appToken = "a-third-token" } });
        refused.ExpectProblem(HttpStatusCode.UnprocessableEntity, "credentials_rejected");
        Assert.Equal("El sitio no acepta este App Token.", refused.Json.Text("detail"));
        Assert.Equal("Integración Hermes + icomm", (await merchant.CardAsync(id)).Text("name"));
        var changed = (await merchant.ModifyAsync(id, new { name = "Hermes Uruguay", settings = new { appToken = shop.Shop.Password } })).Expect(HttpStatusCode.OK);
        Assert.Equal("Hermes Uruguay", changed.Text("name"));
        await merchant.SyncNowAsync(id);

        // "Ver registros: Acceder a los logs históricos para auditar el funcionamiento o depurar errores."
        var runs = await merchant.LogsAsync(id);
        Assert.Equal(["failed"], runs.Select(run => run.Text("outcome")).Where(outcome => outcome != "succeeded"));
        Assert.All(runs, run => Assert.Equal("La sincronización empezó.", run.GetProperty("messages")[0].Text("text")));
        Assert.Equal(runs.Single(run => run.Text("outcome") == "failed").Text("id"), Assert.Single(await merchant.ListAsync($"/api/v1/integrations/{id}/runs?outcome=failed")).Text("id"));
        var downloaded = await merchant.SendAsync(HttpMethod.Get, $"/api/v1/integrations/{id}/runs/export?format=csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv", runs.Length + 1), (downloaded.Status, downloaded.ContentType, downloaded.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length));

        // Who changed the configuration, and when.
        var change = (await merchant.ListAsync($"/api/v1/audit-entries?integrationId={id}")).First(entry => entry.Text("action") == "updateIntegration" && entry.Text("outcome") == "done");
        Assert.Equal("Front end", change.GetProperty("key").Text("name"));
        var renamed = change.GetProperty("changes").EnumerateArray().Single(each => each.Text("field") == "name");
        Assert.Equal(("Integración Hermes + icomm", "Hermes Uruguay"), (renamed.Text("before"), renamed.Text("after")));
    }

    /// <summary>Beyond the article: a card that is not wanted any more, with its orders.</summary>
    private static async Task AssertDeletedAsync(Merchant merchant, string id, string databaseId)
    {
        (await merchant.SendAsync(HttpMethod.Delete, $"/api/v1/integrations/{id}")).ExpectProblem(HttpStatusCode.BadRequest, "orders_unspecified");
        (await merchant.SendAsync(HttpMethod.Delete, $"/api/v1/integrations/{id}?orders=remove")).Expect(HttpStatusCode.Accepted);
        await Wait.UntilAsync(
            "deletion", id, "gone", TimeSpan.FromMinutes(3), () => merchant.SendAsync(HttpMethod.Get, $"/api/v1/integrations/{id}"), answer => answer.Status == HttpStatusCode.NotFound, answer => answer.Text);
        Assert.Empty(await merchant.MyIntegrationsAsync());
        Assert.Empty(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles"));
    }
}
