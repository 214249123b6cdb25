using System.Net;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"Cómo realizar Integración con Magento", step by step. Each comment is the article's own sentence.</summary>
[Collection(WalkCollection.Name)]
public sealed class MagentoWalk(WalkSilo host)
{
    private const string TimeZone = "America/Montevideo";
    private const string OrdersPermission = "Magento_Sales::actions_view";

    private static readonly GeneratedSource Source = new() { Seed = 31, Customers = 60, Orders = 600, Products = 20, Days = 500, StoreViews = 2 };

    [Fact]
    public async Task GenerarUnaNuevaIntegracionIndependiente()
    {
        // "Desde Magento, ve a SYSTEM. Agrega un nuevo rol. Otorga los siguientes permisos a Icomm": the first attempt comes without that of the orders.
        var lacking = new HashSet<string> { OrdersPermission };
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = Source, Magento = new MagentoOptions { DeniedResources = lacking } });
        host.Silo.Guard(shop.Shop.Password);
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Tienda Magento", "es");

        // "Abre nuestra plataforma y dirígete hacia el apartado de Integraciones. Haz click en Mis Integraciones y selecciona Magento."
        Assert.Empty(await merchant.MyIntegrationsAsync());
        var form = await merchant.ChooseAsync("Magento");

        // "Coloca un nombre a tu integración en 'Mi integración', completa los datos para el sincronizado de tu cuenta y haz click en 'Verificar'."
        form.Enter("URL del sitio", shop.Shop.BaseUrl.OriginalString);
        form.Enter("Usuario", shop.Shop.Username);
        form.Enter("Contraseña", "another one");
        var refused = await merchant.VerifyAsync(form);
        Assert.False(refused.IsOn("isSuccess"));
        Assert.Equal("No se pudo conectar con Magento.", refused.Text("message"));
        Assert.Equal("La tienda no acepta usuario y contraseña, o bloqueó al usuario por un rato.", refused.GetProperty("problem").Text("message"));
        Assert.NotEmpty(refused.GetProperty("problem").Text("remedy"));

        Assert.True(form.Field("Contraseña").IsOn("isSecret"));
        form.Enter("Contraseña", shop.Shop.Password);
        var unpermitted = (await merchant.VerifyAsync(form)).GetProperty("problem");
        Assert.Equal("permission_missing", unpermitted.Text("code"));
        Assert.Contains(OrdersPermission, unpermitted.Text("message") + unpermitted.Text("remedy"), StringComparison.Ordinal);

        lacking.Clear();
        var verified = await merchant.VerifyAsync(form);
        Assert.True(verified.IsOn("isSuccess"), verified.GetRawText());
        Assert.Equal("Conexión exitosa con Magento.", verified.Text("message"));

        // "Completa tu Configuración adicional. Store (tienda): es importante indicar el número o identificador de la Store View que corresponde a la tienda que deseas vincular."
        Assert.Equal("Choice", form.Field("Store (tienda)").Text("kind"), ignoreCase: true);
        var view = verified.GetProperty("storeViews").EnumerateArray().Single(choice => choice.Text("name") == "Store View 2");
        Assert.Equal("Main Website", view.Text("website"));

        // "Verifica siempre que el ID del store sea el correcto."
        form.Enter("Store (tienda)", "77");
        var unknown = (await merchant.VerifyAsync(form)).GetProperty("problem");
        Assert.Equal("La tienda no tiene la vista 77.", unknown.Text("message"));
        Assert.Contains("2 (Store View 2)", unknown.Text("remedy"), StringComparison.Ordinal);
        form.Enter("Store (tienda)", view.Text("id"));

        // "Selecciona o crea la Base de Datos que almacenará la información de tu integración."
        Assert.Empty(await merchant.ListAsync("/api/v1/databases"));
        var databaseId = await merchant.CreateDatabaseAsync("Clientes de Magento", verified.Text("timeZone"), verified.Text("currency"));
        Assert.Equal("Clientes de Magento", Assert.Single(await merchant.ListAsync("/api/v1/databases")).Text("name"));

        // "Limitar sincronización (OPCIONAL): cuando activas esta función, puedes definir una franja horaria específica para que las interfaces de integración se ejecuten únicamente dentro de ese período."
        // "Luego, haz click en Guardar."
        shop.Shop.ResetStatistics();
        var saved = await merchant.SaveAsync("Magento Uruguay", form, databaseId, window: LocalHours.AwayFromNow(TimeZone));
        var id = saved.Text("id");

        // "¡Listo! Siempre puedes verificar el estado de la misma desde el apartado de Integraciones, haciendo click en Mis Integraciones."
        var card = Assert.Single(await merchant.MyIntegrationsAsync());
        Assert.Equal((id, "Magento Uruguay", "magento", "Clientes de Magento"), (card.Text("id"), card.Text("name"), card.Text("storeType"), card.Text("databaseName")));
        Assert.Equal(("new", "Sin sincronizar"), (card.Text("health"), card.Text("healthText")));
        Assert.True(card.IsOn("isActive"));
        Assert.Equal(TimeOnly.Parse(card.GetProperty("window").Text("from"), null), LocalHours.At(card.Instant("nextDueAt"), TimeZone));
        Assert.False(card.Has("currentRun"));
        Assert.DoesNotContain(shop.Shop.Requests, request => request.Query.Contains("updated_at", StringComparison.Ordinal));

        // "Cabe aclarar, que esto limitará el nivel de actualización de los datos": hours in which it may run now let it run.
        (await merchant.ModifyAsync(id, new { window = LocalHours.AroundNow(TimeZone) })).Expect(HttpStatusCode.OK);
        card = await merchant.UntilAsync(id, "synced", each => each.Text("health") != "new");
        Assert.Equal(("success", "Con éxito"), (card.Text("health"), card.Text("healthText")));
        Assert.True(card.Has("lastSuccessAt"));
        Assert.Empty(card.GetProperty("warnings").EnumerateArray());

        // "Los datos que se envían a icomm correspondan únicamente a la tienda deseada."
        await AssertTruthAsync(merchant, databaseId, shop.Data);

        // "icomm utiliza las APIs de Clientes, Órdenes y Productos. Nuestro proceso sincroniza datos diariamente cada (aproximadamente) 4 horas."
        foreach (var path in (string[])["/orders", "/customers/search", "/products"])
            Assert.Contains(shop.Shop.Requests, request => request.Path.EndsWith(path, StringComparison.Ordinal));
        Assert.Equal(240, card.Number("intervalMinutes"));
        var unlimited = (await merchant.ModifyAsync(id, new { isWindowRemoved = true })).Expect(HttpStatusCode.OK);
        Assert.False(unlimited.Has("window"));
        Assert.True(unlimited.Instant("nextDueAt") <= card.Instant("lastSuccessAt").AddHours(4));

        // "… para obtener las novedades del período transcurrido entre la última sincronización, y el momento actual. Es decir, consultamos por los clientes y/o órdenes creadas o actualizadas en dicho período."
        var before = shop.Data.Orders.Count(order => order.View.Id == 2);
        shop.Shop.Keeper.AddOrders(6);
        shop.Shop.Keeper.Change(6);
        shop.Shop.ResetStatistics();
        var run = await merchant.SyncNowAsync(id);
        Assert.InRange(run.GetProperty("counters").Number("read"), 1, before / 2);
        Assert.All(shop.Shop.Requests.Where(request => request.Path.EndsWith("/orders", StringComparison.Ordinal)), request => Assert.Contains("updated_at", request.Query, StringComparison.Ordinal));
        await AssertTruthAsync(merchant, databaseId, shop.Data);

        // "La actualización del perfil vinculado se realiza una única vez por día."
        var refresh = (await merchant.SeeAsync($"/api/v1/databases/{databaseId}")).GetProperty("refresh");
        Assert.InRange(refresh.Instant("nextDueAt") - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-5), TimeSpan.FromHours(25));
        await merchant.RefreshAsync(databaseId);
        await merchant.UntilAsync(id, "refreshed", each => each.Has("lastRefreshAt"));

        // "Entre estos datos podemos encontrar: …"
        ListedIndicators.AssertShown(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles?limit=1000"), ListedIndicators.WithGroupAndSegment);

        // "… los datos se verán reflejados con esa frecuencia dentro del Dashboard."
        var summary = (await merchant.SeeAsync($"/api/v1/databases/{databaseId}/dashboard?window=lifetime")).GetProperty("summary");
        Assert.True(summary.Number("purchases") > 0);

        // "Las mismas se realizan en forma sincrónica."
        shop.AssertOneRequestAtATime();
    }

    [Fact]
    public async Task UnificarConOtraIntegracion()
    {
        var source = Source with { Orders = 80, StoreViews = 1 };
        await using var vtex = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Vtex, Vtex = new VtexOptions { IndexLag = TimeSpan.Zero } });
        await using var magento = await ServedShop.StartAsync(new SimulatorOptions { Source = source });
        host.Silo.Guard(vtex.Shop.Password);
        host.Silo.Guard(magento.Shop.Password);
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Tienda que migra", "es");

        // "Ejemplo: si estás migrando de una plataforma a otra": VTEX has been integrated before.
        var before = await merchant.ChooseAsync("VTEX");
        before.Enter("Cuenta", vtex.Shop.BaseUrl.OriginalString);
        before.Enter("Api Key (clave de aplicación)", vtex.Shop.Username);
        before.Enter("Api Token", vtex.Shop.Password);
        var first = (await merchant.SaveAsync("VTEX de antes", before, await merchant.CreateDatabaseAsync("Todos los clientes", TimeZone, "USD"))).Text("id");
        await merchant.UntilAsync(first, "synced", each => each.Text("health") == "success");

        // "Si decides avanzar con esta opción deberás seleccionar la integración con la cual unificarás Magento. Para ello, abre el desplegable y selecciona la indicada."
        var chosen = (await merchant.MyIntegrationsAsync()).Single(card => card.Text("name") == "VTEX de antes");

        // "Luego, haz click en Crear integración y continúa con el paso A de la sección Generar una nueva integración independiente."
        var form = await merchant.ChooseAsync("Magento");
        form.Enter("URL del sitio", magento.Shop.BaseUrl.OriginalString);
        form.Enter("Usuario", magento.Shop.Username);
        form.Enter("Contraseña", magento.Shop.Password);
        Assert.True((await merchant.VerifyAsync(form)).IsOn("isSuccess"));
        var second = (await merchant.SaveAsync("Magento de ahora", form, chosen.Text("databaseId"))).Text("id");
        await merchant.UntilAsync(second, "synced", each => each.Text("health") == "success");
        Assert.All(await merchant.MyIntegrationsAsync(), card => Assert.Equal("Todos los clientes", card.Text("databaseName")));

        // "Si los nombres de los campos difieren entre ambas plataformas, el master data conservará ambos campos."
        var born = magento.Data.Customers.First(customer => customer.BirthDate is not null);
        var profiles = $"/api/v1/databases/{chosen.Text("databaseId")}/profiles";
        var found = Assert.Single(await merchant.ListAsync($"{profiles}?email={Uri.EscapeDataString(born.Email)}"));
        var attributes = (await merchant.SeeAsync($"{profiles}/{found.Text("id")}")).GetProperty("sources").EnumerateArray()
            .ToDictionary(each => each.Text("integrationId"), each => each.GetProperty("attributes"));
        Assert.Equal($"{born.BirthDate:yyyy-MM-dd}", attributes[second].Text("dob"));
        Assert.StartsWith($"{born.BirthDate:yyyy-MM-dd}", attributes[first].Text("birthDate"), StringComparison.Ordinal);
    }

    private static async Task AssertTruthAsync(Merchant merchant, string databaseId, ShopData shop) => await Truth.AssertAsync(
        merchant, databaseId, TimeZone, shop, shop.Orders.Where(order => order.View.Id == 2), shop.Customers.Where(customer => customer.StoreViewId == 2));
}
