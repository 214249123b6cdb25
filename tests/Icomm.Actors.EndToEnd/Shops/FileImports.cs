using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>A Fenicio integration that pulls nothing: its past comes as files, uploaded over REST.</summary>
internal sealed class FileImports(SiloProcess silo, Integration integration)
{
    private const string TimeZone = "America/Montevideo";

    /// <summary>Older than any order of a made-up shop.</summary>
    private const string NotBefore = "2000-01-01T00:00:00Z";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public Integration Integration => integration;

    private string Path => $"/api/v1/integrations/{integration.Id}/imports";

    /// <param name="shop">What the files are of; it is not connected.</param>
    public static async Task<FileImports> CreateAsync(SiloProcess silo, ServedShop shop)
    {
        var databaseId = await Integration.CreateDatabaseAsync(silo.Api, TimeZone);
        var created = await silo.Api.PostAsync("/api/v1/integrations", Integration.Request(databaseId, new() { ["timeZone"] = TimeZone }, "fenicio"));
        return new FileImports(silo, new Integration(silo, shop, databaseId, created.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!, TimeZone));
    }

    /// <summary>Uploads a file that must be taken.</summary>
    /// <returns>The import's id.</returns>
    public async Task<string> UploadAsync(Stream file)
    {
        using var http = new HttpClient { BaseAddress = silo.Api.Address, Timeout = Limit };
        http.DefaultRequestHeaders.Add(ApiClient.KeyHeader, silo.Api.Key);
        using var content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var response = await http.PostAsync($"{Path}?fileName=historico.csv&notBefore={NotBefore}", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"The upload was answered {(int)response.StatusCode}: {text}\nThe silo printed:\n{silo.Output}");
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string id) => (await silo.Api.GetAsync($"{Path}/{id}")).Expect(HttpStatusCode.OK);

    public async Task<IReadOnlyList<JsonElement>> AllAsync() => [.. (await silo.Api.GetAsync($"{Path}?limit=1000")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> CancelAsync(string id) => (await silo.Api.PostAsync($"{Path}/{id}/cancel")).Expect(HttpStatusCode.OK);

    /// <summary>Waits until so many orders have been dealt with, or it has ended.</summary>
    public Task<JsonElement> UntilAsync(string id, long done) => Wait.UntilAsync(
        "import", id, $"at {done} orders", Limit, () => GetAsync(id), import => import.TryGetProperty("endedAt", out _) || ImportNumbers.Of(import).Done >= done, import => import.GetRawText(), TimeSpan.FromMilliseconds(10));

    /// <summary>Waits for the end of an import that must succeed, with every order dealt with once.</summary>
    public async Task<ImportNumbers> EndOfAsync(string id)
    {
        var import = await UntilAsync(id, long.MaxValue);
        Assert.True(import.GetProperty("state").GetString() == "succeeded", $"The import should have succeeded: {import.GetRawText()}");
        var numbers = ImportNumbers.Of(import);
        Assert.Equal(numbers.Found, numbers.Done);
        Assert.Equal(numbers.Found, numbers.New + numbers.Changed + numbers.Unchanged);
        Assert.Empty(import.GetProperty("rejected").EnumerateObject());
        return numbers;
    }
}

/// <summary>The numbers that an import shows.</summary>
internal sealed record ImportNumbers(long Size, long Lines, long Found, long Done, long New, long Changed, long Unchanged)
{
    public static ImportNumbers Of(JsonElement import)
    {
        var applied = import.GetProperty("applied");
        return new ImportNumbers(
            Number(import, "size"), Number(import, "linesRead"), Number(import, "ordersFound"), Number(import.GetProperty("progress"), "done"),
            Number(applied, "new"), Number(applied, "changed"), Number(applied, "unchanged"));
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
