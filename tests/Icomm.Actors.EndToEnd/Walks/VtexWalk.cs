using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"Cómo realizar Integración con VTEX", step by step. Each comment is the article's own sentence.</summary>
[Collection(WalkCollection.Name)]
public sealed class VtexWalk(WalkSilo host)
{
    private const string TimeZone = "America/Montevideo";

    [Fact]
    public async Task IntegracionPasoAPaso()
    {
        // "Crea un nuevo Rol de Usuario ICOMMKT_Integration con las siguientes características": at first without List Orders, and at no time with more than the article names.
        var lacking = new HashSet<string> { "List Orders", "View Product", "Product management", "Product Form", "Feed v3 and Hook Admin" };
        var source = new CommonGroundSource(new GeneratedSource
        {
            Seed = 41, Customers = 60, Orders = 400, Products = 20, Days = 500, StoreViews = 3, End = TimeProvider.System.GetUtcNow().UtcDateTime.Date,
        });
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Vtex, Vtex = new VtexOptions { DeniedResources = lacking } });
        host.Silo.Guard(shop.Shop.Password);
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Tienda VTEX", "es");

        // "Ve al menú de Integraciones. Ingresa a la opción Mis integraciones. Selecciona la opción VTEX."
        Assert.Empty(await merchant.MyIntegrationsAsync());
        var form = await merchant.ChooseAsync("VTEX");

        // "PASO 1: Completa los campos requeridos para sincronizar la integración: Cuenta, Api Key y Api Token."
        Assert.Equal(["Cuenta", "Api Key (clave de aplicación)", "Api Token"], form.Required);
        form.Enter("Cuenta", shop.Shop.BaseUrl.OriginalString);
        form.Enter("Api Key (clave de aplicación)", shop.Shop.Username);
        form.Enter("Api Token", "another-token");

        // "Presiona el botón Verificar. … la plataforma informará si se pudo o no realizar la conexión con VTEX. No se pudo conectar."
        var refused = await merchant.VerifyAsync(form);
        Assert.False(refused.IsOn("isSuccess"));
        Assert.Equal("No se pudo conectar con VTEX.", refused.Text("message"));
        Assert.Equal("VTEX no acepta esta clave y este token.", refused.GetProperty("problem").Text("message"));
        Assert.Contains("Claves de aplicación", refused.GetProperty("problem").Text("remedy"), StringComparison.Ordinal);

        // "Permisos: Agregar producto/ OMS/ Atributo Visualizar Pedidos (View Order) y (List Orders)."
        Assert.True(form.Field("Api Token").IsOn("isSecret"));
        form.Enter("Api Token", shop.Shop.Password);
        var unpermitted = (await merchant.VerifyAsync(form)).GetProperty("problem");
        Assert.Equal("Al rol de la clave le falta 'OMS > List Orders'.", unpermitted.Text("message"));
        Assert.Contains("Icommkt_Integration", unpermitted.Text("remedy"), StringComparison.Ordinal);

        // "Conexión exitosa."
        lacking.Remove("List Orders");
        var verified = await merchant.VerifyAsync(form);
        Assert.True(verified.IsOn("isSuccess"), verified.GetRawText());
        Assert.Equal("Conexión exitosa con VTEX.", verified.Text("message"));

        // "PASO 2. Sales Channel: despliega la lista": the role that the article describes may not list them, and is told what it lacks.
        Assert.Empty(verified.GetProperty("storeViews").EnumerateArray());
        Assert.Contains(verified.GetProperty("notices").EnumerateArray(), notice => notice.Text("message").Contains("'Catalog API > View Product'", StringComparison.Ordinal));
        lacking.Clear();
        verified = await merchant.VerifyAsync(form);
        Assert.Empty(verified.GetProperty("notices").EnumerateArray());

        // "… y selecciona los canales disponibles en VTEX o bien elige la opción 'Seleccionar Todos'": an empty field stands for all.
        var channels = form.Field("Sales Channel (canales de venta)");
        Assert.Equal("Choices", channels.Text("kind"), ignoreCase: true);
        Assert.EndsWith("Vacío para todos.", channels.Text("help"), StringComparison.Ordinal);
        var offered = verified.GetProperty("storeViews").EnumerateArray().Select(channel => channel.Text("id")).ToArray();
        Assert.Equal(3, offered.Length);
        form.Enter("Sales Channel (canales de venta)", string.Join(',', offered[1..]));

        // "E-commerce URL: completa el enlace de tu sitio web."
        form.Enter("E-commerce URL", "https://www.mitienda.example");

        // "PASO 3: Puedes seleccionar un perfil existente, o bien solicitar la creación de uno nuevo a través del botón 'Crear Base de Datos' (opción recomendada)."
        await merchant.CreateDatabaseAsync("Otra que ya existe", TimeZone, "UYU");
        await merchant.CreateDatabaseAsync("VTEX_Masterdata", verified.Text("timeZone"), verified.Text("currency"));
        var databaseId = (await merchant.ListAsync("/api/v1/databases")).Single(database => database.Text("name") == "VTEX_Masterdata").Text("id");

        // "Una vez completada la información, haz click en Guardar. El sistema mostrará un mensaje de confirmación."
        var saved = await merchant.SaveAsync("Mi VTEX", form, databaseId);
        Assert.Equal(("Mi VTEX", "VTEX_Masterdata", "Sin sincronizar"), (saved.Text("name"), saved.Text("databaseName"), saved.Text("healthText")));
        Assert.Equal("https://www.mitienda.example", saved.GetProperty("settings").Text("ecommerceUrl"));
        Assert.False(saved.GetProperty("settings").Has("appToken"));
        Assert.StartsWith("••••", saved.GetProperty("secretHints").Text("appToken"), StringComparison.Ordinal);
        var id = saved.Text("id");
        var card = await merchant.UntilAsync(id, "synced", each => each.Text("health") != "new");
        Assert.True(card.Text("healthText") == "Con éxito", card.GetRawText());

        // Of the channels that were chosen, and of everybody who is registered.
        await Truth.AssertAsync(merchant, databaseId, TimeZone, shop.Data, shop.Data.Orders.Where(order => order.View.Id > 1), shop.Data.Customers);

        // "La actualización de los datos del dashboard se produce cada 4 horas, mientras que el perfil procesado y enriquecido de datos se calcula e importa cada 24 horas."
        Assert.InRange(card.Instant("nextDueAt") - card.Instant("lastSuccessAt"), TimeSpan.FromHours(3.5), TimeSpan.FromHours(4));
        Assert.NotEmpty((await merchant.SeeAsync($"/api/v1/databases/{databaseId}/dashboard")).GetProperty("revenueByMonth").GetProperty("months").EnumerateArray());
        Assert.False(card.Has("lastRefreshAt"));
        await merchant.RefreshAsync(databaseId);

        // "Entre estos datos podemos encontrar: …"
        ListedIndicators.AssertShown(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles?limit=1000"), ListedIndicators.WithGroupAndSegment);

        // "Las mismas se realizan en forma sincrónica."
        shop.AssertOneRequestAtATime();
    }
}
