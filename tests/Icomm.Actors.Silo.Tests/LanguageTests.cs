using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What a merchant's wizard and cards show is in the language of <c>Accept-Language</c>.</summary>
[Collection(SiloCollection.Name)]
public sealed class LanguageTests(RunningSilo silo)
{
    [Theory]
    [InlineData(null, "en", "No.", "Try another.")]
    [InlineData("fr", "en", "No.", "Try another.")]
    [InlineData("es-UY, en;q=0.5", "es", "No se puede.", "Probar con otro.")]
    [InlineData("en;q=0.4, pt-BR;q=0.9", "pt", "Não.", "Tentar com outro.")]
    public async Task AVerificationIsAnsweredInTheLanguageAsked(string? accepted, string language, string message, string remedy)
    {
        var (verified, answer) = await AskAsync(HttpMethod.Post, "/api/v1/store-types/scripted/verifications", accepted, new { settings = new { script = "refused" } });
        Assert.Equal((message, remedy), (verified.GetProperty("problem").GetProperty("message").GetString(), verified.GetProperty("problem").GetProperty("remedy").GetString()));
        AssertSays(language, answer);

        var (refused, refusal) = await AskAsync(
            HttpMethod.Post, "/api/v1/integrations", accepted, new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "refused" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refusal.StatusCode);
        Assert.Equal((message, remedy), (refused.GetProperty("detail").GetString(), refused.GetProperty("remedy").GetString()));
        AssertSays(language, refusal);
    }

    [Fact]
    public async Task WhatARunSaidIsReadInEachLanguage()
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "unreadable" } },
            HttpStatusCode.Created);
        var runs = $"/api/v1/integrations/{integration.Id()}/runs";
        var run = $"{runs}/{(await silo.Http.SendAsync(runs, null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}";
        await silo.Http.EndedAsync(run);

        var told = new List<string>();
        foreach (var language in (string[])["en", "es", "pt"])
        {
            var (read, answer) = await AskAsync(HttpMethod.Get, run, language);
            AssertSays(language, answer);
            var text = read.GetProperty("messages")[0].GetProperty("text").GetString()!;
            var (listed, _) = await AskAsync(HttpMethod.Get, runs, language);
            Assert.Contains(listed.Items(), item => item.GetProperty("messages")[0].GetProperty("text").GetString() == text);
            told.Add(text);
        }

        Assert.Equal(["The run began.", "La sincronización empezó.", "A sincronização começou."], told);
    }

    [Fact]
    public async Task ACardSaysWhyItStandsStillInEachLanguage()
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations",
            new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "well" } },
            HttpStatusCode.Created);
        var card = $"/api/v1/integrations/{integration.Id()}";
        await silo.Http.SendAsync($"{card}/pause", null, HttpStatusCode.OK);

        var (spanish, answer) = await AskAsync(HttpMethod.Get, card, "es");
        AssertSays("es", answer);
        Assert.Equal("La integración se desactivó a mano.", spanish.GetProperty("pause").GetProperty("text").GetString());
        Assert.Equal("A integração foi desativada manualmente.", (await AskAsync(HttpMethod.Get, card, "pt")).Body.GetProperty("pause").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("en", "Omnichannel files", "Instance")]
    [InlineData("es", "Archivos omnicanal", "Instancia")]
    [InlineData("pt", "Arquivos omnicanal", "Instância")]
    public async Task TheFormsOfPublicationsAreInTheLanguageAsked(string language, string name, string label)
    {
        var (types, answer) = await AskAsync(HttpMethod.Get, "/api/v1/publication-types", language);
        AssertSays(language, answer);
        var omnichannel = types.EnumerateArray().Single(type => type.GetProperty("type").GetString() == "omnichannel");
        Assert.Equal((name, label), (omnichannel.GetProperty("displayName").GetString(), omnichannel.GetProperty("fields")[0].GetProperty("label").GetString()));
    }

    private static void AssertSays(string language, HttpResponseMessage answer)
    {
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Contains("Accept-Language", answer.Headers.Vary);
    }

    private async Task<(JsonElement Body, HttpResponseMessage Answer)> AskAsync(HttpMethod method, string path, string? language, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        var answer = await silo.Http.SendAsync(request);
        return (JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, answer);
    }
}
