using System.Net;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Publications and their runs, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class PublicationTests(RunningSilo silo)
{
    private const string Secret = "hush-hush-5531";

    [Fact]
    public async Task TheKindsOfReceiversComeWithTheirForms()
    {
        var types = await silo.Http.ReadAsync("/api/v1/publication-types");
        Assert.Equal(["csv", "icommkt", "omnichannel", "scripted"], types.EnumerateArray().Select(type => type.GetProperty("type").GetString()));
        Assert.Contains(types[1].GetProperty("fields").EnumerateArray(), field => field.GetProperty("name").GetString() == "apiKey" && field.GetProperty("isSecret").GetBoolean());
    }

    [Fact]
    public async Task APublicationBringsTheLastRefreshAndKeepsWhatWasRefused()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var created = await CreateAsync(id, new { token = Secret });
        var path = $"/api/v1/databases/{id}/publications/{created.Id()}";
        Assert.Equal("***", created.GetProperty("settings").GetProperty("token").GetString());
        await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Accepted);
        var ended = await EndOfRunAsync(path);

        var contacts = await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/profiles?filter=Email!%3D&limit=1000");
        var refused = contacts.Where(contact => contact.GetProperty("email").GetString()!.StartsWith(ScriptedSinkFactory.Refused, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(refused);
        Assert.Equal((contacts.Count - refused.Length, refused.Length), (ended.GetProperty("delivered").GetInt32(), ended.GetProperty("rejected").GetInt32()));
        Assert.Equal((contacts.Count - refused.Length, refused.Length), (ended.GetProperty("lastRun").GetProperty("sent").GetInt32(), ended.GetProperty("lastRun").GetProperty("rejected").GetInt32()));
        Assert.Equal(GeneratedShop.Day, ended.GetProperty("lastRun").GetProperty("asOf").GetString());

        var rejections = await silo.Http.ReadAllAsync($"{path}/rejections?limit=3");
        Assert.Equal(refused.Select(contact => contact.GetProperty("email").GetString()).Order(), rejections.Select(rejection => rejection.GetProperty("email").GetString()).Order());
        Assert.All(rejections, rejection => Assert.Equal("contact_refused", rejection.GetProperty("code").GetString()));
        (await silo.Http.ReadAsync($"{path}/rejections?cursor=x", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "cursor_invalid");

        Assert.Contains((await silo.Http.ReadAsync($"/api/v1/databases/{id}/publications")).Items(), item => item.Id() == created.Id());
        await DeleteAsync(path);
    }

    [Fact]
    public async Task AFileIsWrittenIntoTheFolderOfTheDatabase()
    {
        var id = await silo.RefreshedDatabaseAsync();
        var created = await silo.Http.SendAsync($"/api/v1/databases/{id}/publications", new { name = "File", type = "csv", settings = new { fileName = "out-{date}.csv" } }, HttpStatusCode.Created);
        var path = $"/api/v1/databases/{id}/publications/{created.Id()}";
        await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Accepted);
        await EndOfRunAsync(path);
        var lines = await File.ReadAllLinesAsync(Path.Combine(silo.DataFolder, "exports", "default", id, "out-20260331.csv"));
        Assert.StartsWith("Email,FirstName,LastName,ICOMMKT_", lines[0], StringComparison.Ordinal);
        await DeleteAsync(path);
    }

    [Fact]
    public async Task SecretsAreEncryptedAtRestAndNeverReturned()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var created = await CreateAsync(id, new { token = Secret });
        foreach (var shown in (JsonElement[])[created, await silo.Http.ReadAsync($"/api/v1/databases/{id}/publications/{created.Id()}"), await silo.Http.ReadAsync($"/api/v1/databases/{id}/publications")])
            Assert.DoesNotContain(Secret, shown.GetRawText(), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(silo.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, $"{Path.GetFileName(file)} holds a secret in the clear.");
        }
    }

    [Theory]
    [InlineData("nonsense", """{}""", HttpStatusCode.BadRequest, "publication_type_unknown")]
    [InlineData("scripted", """{}""", HttpStatusCode.BadRequest, "setting_missing")]
    [InlineData("scripted", """{"token":null}""", HttpStatusCode.BadRequest, "setting_missing")]
    [InlineData("scripted", """{"token":"hush-hush-5531","more":"x"}""", HttpStatusCode.BadRequest, "setting_unknown")]
    [InlineData("scripted", """{"token":"hush-hush-5531","answer":"no"}""", HttpStatusCode.UnprocessableEntity, "publish_unauthorised")]
    [InlineData("csv", """{"fileName":"../x.csv"}""", HttpStatusCode.UnprocessableEntity, "publish_setting_invalid")]
    public async Task APublicationThatCantWorkIsNotSaved(string type, string settings, HttpStatusCode status, string code)
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var request = new { name = "x", type, settings = JsonDocument.Parse(settings).RootElement };
        (await silo.Http.SendAsync($"/api/v1/databases/{id}/publications", request, status)).AssertProblem(status, code);
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{id}/publications")).Items());
    }

    [Fact]
    public async Task TheReceiverNeedNotBeAsked()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var request = new { name = "x", type = "scripted", settings = new { token = Secret, answer = "no" } };
        var created = await silo.Http.SendAsync($"/api/v1/databases/{id}/publications?verify=false", request, HttpStatusCode.Created);
        Assert.Equal("no", created.GetProperty("settings").GetProperty("answer").GetString());
    }

    [Fact]
    public async Task BeforeTheFirstRefreshThereIsNothingToPublish()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var created = await CreateAsync(id, new { token = Secret });
        (await silo.Http.SendAsync($"/api/v1/databases/{id}/publications/{created.Id()}/runs", null, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "never_refreshed");
    }

    [Fact]
    public async Task WhatIsNotThereIsNotFound()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        foreach (var name in (string[])["nonsense", Guid.NewGuid().ToString("N")])
        {
            var path = $"/api/v1/databases/{id}/publications/{name}";
            (await silo.Http.ReadAsync(path, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "publication_not_found");
            (await silo.Http.ReadAsync($"{path}/rejections", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "publication_not_found");
            (await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "publication_not_found");
            using var deleted = await silo.Http.DeleteAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
        }

        (await silo.Http.ReadAsync("/api/v1/databases/nonsense/publications", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");

        // Another database's publication is not there either.
        var created = await CreateAsync(id, new { token = Secret });
        (await silo.Http.ReadAsync($"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}/publications/{created.Id()}", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "publication_not_found");
    }

    private Task<JsonElement> CreateAsync(string databaseId, object settings) =>
        silo.Http.SendAsync($"/api/v1/databases/{databaseId}/publications", new { name = "Receiver", type = "scripted", settings }, HttpStatusCode.Created);

    private async Task<JsonElement> EndOfRunAsync(string path) => await Eventually.IsAsync(
        "publish", path, "a run that has succeeded", () => silo.Http.ReadAsync(path), publication => publication.TryGetProperty("lastSuccessAt", out _) && !publication.TryGetProperty("currentRun", out _));

    private async Task DeleteAsync(string path)
    {
        using var deleted = await silo.Http.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        (await silo.Http.ReadAsync(path, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "publication_not_found");
    }
}
