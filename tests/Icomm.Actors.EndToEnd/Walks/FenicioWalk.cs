using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>"Como se integrar com Fenício", step by step. Each comment is the article's own sentence.</summary>
[Collection(WalkCollection.Name)]
public sealed class FenicioWalk(WalkSilo host)
{
    private const string TimeZone = "America/Montevideo";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task ComoSeIntegrarComFenicio()
    {
        var end = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        var source = new CommonGroundSource(new GeneratedSource { Seed = 61, Customers = 50, Orders = 1_500, Products = 20, Days = 900, End = end });
        await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Fenicio });
        using var merchant = await Merchant.SignUpAsync(host.Silo, "Loja Fenicio", "pt");
        var form = await merchant.ChooseAsync("Fenicio");
        Assert.True(form.IsPushed && form.ImportsFiles);
        Assert.Empty(form.Required);

        // "Se você ativou o Notification Hub, ele também solicitará ao Icomm o ID do módulo."
        form.Enter("ID do módulo do Notification Hub", "1234");
        var verified = await merchant.VerifyAsync(form);
        Assert.Equal((true, "Conexão com Fenicio bem-sucedida."), (verified.IsOn("isSuccess"), verified.Text("message")));
        var notice = Assert.Single(verified.GetProperty("notices").EnumerateArray());
        Assert.StartsWith("Sem a URL da loja nada é lido da Fenicio", notice.Text("message"), StringComparison.Ordinal);
        Assert.StartsWith("Pedir ao Help Desk da Fenicio que ative a integração com a ICOMM", notice.Text("remedy"), StringComparison.Ordinal);
        var databaseId = await merchant.CreateDatabaseAsync("Clientes Fenicio", verified.Text("timeZone"), "USD");
        var id = (await merchant.SaveAsync("Fenicio", form, databaseId)).Text("id");

        // "Solicite ao seu ICOMM Account Executive o TOKEN de integração. Obtenha o domínio de remessa ICOMM em MINHA CONTA. Solicite ao Fenicio através do Help Desk a ativação da integração com o ICOMM,
        // enviando os dados obtidos nos pontos anteriores."
        var opened = await merchant.PressAsync(id, "inbound-token", HttpStatusCode.Created);
        var (url, token) = (opened.Text("url"), opened.Text("token"));
        host.Silo.Guard(token);
        Assert.Equal("1234", opened.GetProperty("passedOn").Text("notificationHubModuleId"));
        var shown = (await merchant.SeeAsync($"/api/v1/integrations/{id}/inbound-token")).Text("hint");
        Assert.True(shown.Length < token.Length / 2 && token.EndsWith(shown[^4..], StringComparison.Ordinal), shown);

        // "A integração permite enviar automaticamente os dados do cliente": Fenicio sends its orders by itself, with that token and no other.
        var pushed = shop.Data.Orders.TakeLast(12).ToArray();
        (await SendAsync(merchant.Api, url, "icin_another", FenicioPush.Message(shop.Data, [pushed[0]]))).ExpectProblem(HttpStatusCode.Unauthorized, "token_invalid");
        foreach (var order in pushed)
            Assert.Equal("OK", (await SendAsync(merchant.Api, url, token, FenicioPush.Message(shop.Data, [order]))).Expect(HttpStatusCode.OK).Text("status"));
        var card = await merchant.UntilAsync(id, "applied", each => each.Number("backlog") == 0 && each.Has("lastSuccessAt"));
        Assert.Equal(("success", "Com sucesso"), (card.Text("health"), card.Text("healthText")));
        Assert.True(card.Has("lastReceivedAt"));

        // "… enquanto o Dashboard de Resultados é atualizado em tempo real": before any refresh.
        Assert.False(card.Has("lastRefreshAt"));
        var months = (await merchant.SeeAsync($"/api/v1/databases/{databaseId}/dashboard")).GetProperty("revenueByMonth").GetProperty("months").EnumerateArray();
        Assert.Equal(Purchases(await ObservedProfile.AllAsync(merchant.Api, databaseId, LocalHours.Today(TimeZone))), months.Sum(month => month.Number("purchases")));

        // "Devem ter o modelo 'Produtos por venda' gerado (com os campos e formato listados)": without its columns it is refused.
        var imports = $"/api/v1/integrations/{id}/imports";
        var unfit = await UploadAsync(merchant, imports, "SKU;Estado\r\n1;APROBADA\r\n"u8.ToArray());
        unfit.ExpectProblem(HttpStatusCode.UnprocessableEntity, "file_column_missing");
        Assert.Contains("Valor total pedido", unfit.Json.Text("detail"), StringComparison.Ordinal);
        Assert.NotEmpty(unfit.Json.Text("remedy"));

        // "Verifique se a codificação é utf8."
        var file = FenicioCsv.Write(shop.Data, new FenicioCsvOptions { Language = FenicioLanguage.Portuguese });
        (await UploadAsync(merchant, imports, Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(file)))).ExpectProblem(HttpStatusCode.UnprocessableEntity, "file_not_utf8");

        // "Uma vez confirmada a integração pelo Fenicio, ele extrai os dados históricos até a data de confirmação da integração. Envie o(s) arquivo(s) obtido(s)."
        var uploaded = (await UploadAsync(merchant, imports, file)).Expect(HttpStatusCode.Created);
        var import = await Wait.UntilAsync(
            "import", "the file", "applied", Limit, () => merchant.SeeAsync($"{imports}/{uploaded.Text("id")}"), each => each.Has("endedAt"), each => each.GetRawText());
        Assert.Equal("succeeded", import.Text("state"));

        // "A data de início não deve exceder 2 anos."
        var notBefore = import.Instant("notBefore");
        Assert.InRange((TimeProvider.System.GetUtcNow() - notBefore).TotalDays, 729, 732);
        var wanted = shop.Data.Orders.Where(order => order.CreatedAt >= notBefore.UtcDateTime).ToArray();
        Assert.InRange(wanted.Length, 1, shop.Data.Orders.Count - 1);
        var report = await merchant.SendAsync(HttpMethod.Get, import.Text("report"));
        Assert.Contains("order_too_old", report.Text, StringComparison.Ordinal);
        var profiles = await Truth.AssertAsync(merchant, databaseId, TimeZone, shop.Data, wanted, registered: []);
        Assert.Equal(Purchases(profiles), profiles.Sum(profile => profile.Lifetime.GetProperty("purchases").GetInt64()));

        // "As atualizações dessa integração são feitas automaticamente a cada 24 horas."
        Assert.InRange((await merchant.SeeAsync($"/api/v1/databases/{databaseId}")).GetProperty("refresh").Instant("nextDueAt") - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-5), TimeSpan.FromHours(25));
        await merchant.RefreshAsync(databaseId);
        await merchant.UntilAsync(id, "refreshed", each => each.Has("lastRefreshAt"));

        // "Entre esses dados podemos encontrar: …"
        ListedIndicators.AssertShown(await merchant.ListAsync($"/api/v1/databases/{databaseId}/profiles?limit=1000"), ListedIndicators.OfEveryArticle);

        // What was said of each order stands in the logs.
        await Wait.UntilAsync(
            "watching the logs", id, "told of what was pushed", Limit, () => merchant.LogsAsync(id),
            runs => runs.Any(run => run.GetProperty("messages").EnumerateArray().Any(message => message.Text("text") == "Foi aplicado o que a loja enviou por si mesma.")),
            runs => string.Join("\n", runs.Select(run => run.GetRawText())));
    }

    private static long Purchases(IEnumerable<ObservedProfile> profiles) => profiles.Sum(profile => profile.Lifetime.GetProperty("purchases").GetInt64());

    /// <summary>As Fenicio sends it: to the address that the integration told, with the token in the header that Fenicio uses.</summary>
    private static Task<ApiAnswer> SendAsync(ApiClient api, string url, string token, byte[] message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = Bytes(message, "application/json") };
        request.Headers.Add("Token-Autenticacion-Efenicio", token);
        return api.SendAsync(request);
    }

    private static Task<ApiAnswer> UploadAsync(Merchant merchant, string imports, byte[] file) => merchant.SendAsync(HttpMethod.Post, $"{imports}?fileName=historico.csv", Bytes(file, "text/csv"));

    private static ByteArrayContent Bytes(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
