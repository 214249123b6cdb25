using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Uploads of historical files.</summary>
[Collection(SiloCollection.Name)]
public sealed class ImportTests(RunningSilo silo)
{
    private static readonly DateTimeOffset Recently = TimeProvider.System.GetUtcNow().AddDays(-20);

    [Fact]
    public async Task AFileBecomesProfiles()
    {
        var (databaseId, path) = await IntegrationAsync();
        var uploaded = await UploadAsync($"{path}?fileName=C:%5Ctmp%5Chist%C3%B3rico.csv", Csv(File(40)));

        Assert.Equal("histórico.csv", uploaded.GetProperty("fileName").GetString());
        Assert.Equal("applying", uploaded.GetProperty("state").GetString());
        Assert.False(uploaded.TryGetProperty("endedAt", out _));
        var import = await silo.Http.EndedAsync($"{path}/{uploaded.Id()}");
        Assert.Equal("succeeded", import.GetProperty("state").GetString());
        Assert.Equal((Encoding.UTF8.GetByteCount(File(40)), 80, 40), (Number(import, "size"), Number(import, "linesRead"), Number(import, "ordersFound")));
        Assert.Equal((40, 0, 0), Applied(import));
        Assert.Equal((40, 40), (Number(import.GetProperty("progress"), "done"), Number(import.GetProperty("progress"), "total")));
        Assert.InRange(import.GetProperty("notBefore").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddYears(-2).AddHours(-1), TimeProvider.System.GetUtcNow().AddYears(-2).AddHours(1));
        Assert.False(import.TryGetProperty("problem", out _));
        Assert.False(import.TryGetProperty("report", out _));
        Assert.Equal(10, Number(await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?count=true"), "total"));

        var again = await silo.Http.EndedAsync($"{path}/{(await UploadAsync(path, Csv(File(40), "application/octet-stream"))).Id()}");
        Assert.Equal((0, 0, 40), Applied(again));
    }

    [Fact]
    public async Task AFormWithOneFileIsReadAsItComes()
    {
        var (_, path) = await IntegrationAsync();
        using var form = new MultipartFormDataContent { { new StringContent("a field before the file"), "note" } };
        form.Add(Csv(File(12)), "file", "pedidos.csv");
        var uploaded = await UploadAsync(path, form);
        Assert.Equal("pedidos.csv", uploaded.GetProperty("fileName").GetString());
        Assert.Equal((12, 0, 0), Applied(await silo.Http.EndedAsync($"{path}/{uploaded.Id()}")));

        using var empty = new MultipartFormDataContent { { new StringContent("no file"), "note" } };
        await RefusedAsync(path, empty, HttpStatusCode.BadRequest, "multipart_invalid");
        using var damaged = new ByteArrayContent("no boundary in here"u8.ToArray());
        damaged.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=xyz");
        await RefusedAsync(path, damaged, HttpStatusCode.BadRequest, "multipart_invalid");
    }

    [Fact]
    public async Task WhatIsNotTakenIsInTheReport()
    {
        var (_, path) = await IntegrationAsync();
        var file = $"{FakeFileConnector.Header}\n{FakeFileConnector.Row("a,\"1\"", "ana@example.com", Recently, 7, "p").Replace(";7;", ";x;", StringComparison.Ordinal)}\nrubbish\n"
            + $"{FakeFileConnector.Row("b", "ana@example.com", Recently, 7, "p")}\n{FakeFileConnector.Row("c", "ana@example.com", Recently.AddYears(-1), 7, "p")}";
        var uploaded = await UploadAsync($"{path}?notBefore={Recently.AddDays(-30).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}", Csv(file));
        var import = await silo.Http.EndedAsync($"{path}/{uploaded.Id()}");

        Assert.Equal("""{"amount_invalid":1,"columns_missing":1,"order_too_old":1}""", import.GetProperty("rejected").GetRawText());
        Assert.Equal((1, 0, 0), Applied(import));
        using var report = await silo.Http.GetAsync(import.GetProperty("report").GetString());
        Assert.Equal("text/csv", report.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"import-{uploaded.Id()}.csv", report.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(
            "line,order,code,reason\r\n"
            + "2,\"a,\"\"1\"\"\",amount_invalid,\"The column total is no amount, and \"\"quoted\"\".\"\r\n"
            + "3,,columns_missing,The row has not five columns.\r\n"
            + "5,c,order_too_old,The order was placed too long ago.\r\n",
            await report.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ImportsAreListedNewestFirstPageByPage()
    {
        var (_, path) = await IntegrationAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await UploadAsync(path, Csv(File(i + 1)))).Id());
            await silo.Http.EndedAsync($"{path}/{ids[0]}");
        }

        Assert.Equal(ids, (await silo.Http.ReadAllAsync($"{path}?limit=2")).Select(import => import.Id()));
    }

    [Fact]
    public async Task AFileThatIsRefusedLeavesNothing()
    {
        var (_, path) = await IntegrationAsync();
        await RefusedAsync(path, Csv("another;header"), HttpStatusCode.UnprocessableEntity, "file_column_missing");
        using var damaged = new ByteArrayContent([.. Encoding.UTF8.GetBytes(File(5)), 0xFF]);
        damaged.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await RefusedAsync(path, damaged, HttpStatusCode.UnprocessableEntity, "file_not_utf8");
        await RefusedAsync(path, Csv(File(5), "application/json"), HttpStatusCode.UnsupportedMediaType, "content_type_unsupported");
        await RefusedAsync(path, Csv(File(5), "application/x-www-form-urlencoded"), HttpStatusCode.UnsupportedMediaType, "content_type_unsupported");
        Assert.Empty((await silo.Http.ReadAsync(path)).Items());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task AFileThatIsTooLargeIsRefusedBeforeItComesOrWhileItComes()
    {
        var (_, path) = await IntegrationAsync();
        var announced = Csv(new string('x', RunningSilo.MaxFileBytes + 1));
        await RefusedAsync(path, announced, HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        using var chunked = new StreamContent(new UnannouncedStream(Encoding.UTF8.GetBytes(File(30_000))));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        await RefusedAsync(path, chunked, HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        Assert.Empty((await silo.Http.ReadAsync(path)).Items());
    }

    [Fact]
    public async Task AnUploadThatBreaksOffIsAFailedImport()
    {
        var (_, path) = await IntegrationAsync();
        var body = Encoding.UTF8.GetBytes(File(10_000));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, silo.Http.BaseAddress!.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {silo.FirstKey}\r\nContent-Type: text/csv\r\nContent-Length: {body.Length}\r\n\r\n")));
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            // An upload that breaks off before any of it was looked at leaves nothing.
            await Eventually.IsAsync("half an upload", path, "an import that receives", () => silo.Http.ReadAsync(path), list => list.Items() is [_]);
        }

        var import = await Eventually.IsAsync(
            "broken upload", path, "a failed import", () => silo.Http.ReadAsync(path), list => list.Items() is [var only] && only.TryGetProperty("endedAt", out _));
        Assert.Equal("failed", import.Items()[0].GetProperty("state").GetString());
        Assert.Equal("upload_interrupted", import.Items()[0].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal((0, 0, 0), Applied(import.Items()[0]));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task APlatformWithoutFilesSaysSo()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script = "well" } }, HttpStatusCode.Created);
        await RefusedAsync($"/api/v1/integrations/{integration.Id()}/imports", Csv(File(1)), HttpStatusCode.UnprocessableEntity, "import_not_supported");
    }

    [Fact]
    public async Task AnImportThatHasEndedCanBeDeletedAndNotCancelled()
    {
        var (databaseId, path) = await IntegrationAsync();
        var id = (await UploadAsync(path, Csv(File(3) + "\nrubbish"))).Id();
        await silo.Http.EndedAsync($"{path}/{id}");
        (await silo.Http.SendAsync($"{path}/{id}/cancel", null, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "import_ended");

        using var deleted = await silo.Http.DeleteAsync($"{path}/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

        foreach (var gone in new[] { $"{path}/{id}", $"{path}/{id}/report" })
            (await silo.Http.ReadAsync(gone, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "import_not_found");
        Assert.Empty(Files());
        Assert.Equal(3, Number(await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?count=true"), "total"));
    }

    [Fact]
    public async Task AnImportIsCancelledWhileItsFileComes()
    {
        var (_, path) = await IntegrationAsync();
        using var held = new HeldContent(Encoding.UTF8.GetBytes(File(9_000)));
        var uploading = silo.Http.PostAsync(path, held);
        var id = (await Eventually.IsAsync("upload", path, "an import", () => silo.Http.ReadAsync(path), list => list.Items().Length == 1)).Items()[0].Id();
        using (var busy = await silo.Http.DeleteAsync($"{path}/{id}"))
            Assert.Equal(HttpStatusCode.Conflict, busy.StatusCode);

        var cancelled = await silo.Http.SendAsync($"{path}/{id}/cancel", null, HttpStatusCode.OK);
        Assert.Equal("cancelled", cancelled.GetProperty("state").GetString());
        held.Go();

        using var answer = await uploading;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("cancelled", (await silo.Http.ReadAsync($"{path}/{id}")).GetProperty("state").GetString());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task WhatIsNotThereIsNotFound()
    {
        var (_, path) = await IntegrationAsync();
        foreach (var id in new[] { Guid.NewGuid().ToString("N"), "x", "..%2F.." })
        {
            await silo.Http.ReadAsync($"{path}/{id}", HttpStatusCode.NotFound);
            await silo.Http.ReadAsync($"{path}/{id}/report", HttpStatusCode.NotFound);
            await silo.Http.SendAsync($"{path}/{id}/cancel", null, HttpStatusCode.NotFound);
        }

        using var nowhere = await silo.Http.PostAsync($"/api/v1/integrations/{Guid.NewGuid():N}/imports", Csv(File(1)));
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    private async Task<(string DatabaseId, string Path)> IntegrationAsync()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = FakeFileConnector.Type, databaseId, settings = new { } }, HttpStatusCode.Created);
        return (databaseId, $"/api/v1/integrations/{integration.Id()}/imports");
    }

    private async Task<JsonElement> UploadAsync(string path, HttpContent content)
    {
        using var response = await silo.Http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        var import = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"{path.Split('?')[0]}/{import.Id()}", response.Headers.Location!.OriginalString);
        return import;
    }

    private async Task RefusedAsync(string path, HttpContent content, HttpStatusCode status, string code)
    {
        using var response = await silo.Http.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.AssertProblem(status, code);
        Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
    }

    /// <summary>Orders of ten customers, two rows each.</summary>
    private static string File(int orders) => string.Join(
        '\n',
        [
            FakeFileConnector.Header,
            .. from row in Enumerable.Range(0, 2)
               from order in Enumerable.Range(0, orders)
               select FakeFileConnector.Row($"o{order}", $"customer{order % 10}@example.com", Recently.AddMinutes(-order), 10 + order, $"p{row}"),
        ]);

    private static StringContent Csv(string file, string type = "text/csv") => new(file, Encoding.UTF8, type);

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static (long New, long Changed, long Unchanged) Applied(JsonElement import)
    {
        var applied = import.GetProperty("applied");
        return (Number(applied, "new"), Number(applied, "changed"), Number(applied, "unchanged"));
    }

    /// <summary>What imports have on the disk, reports of ended ones aside.</summary>
    private IEnumerable<string> Files() => Directory.EnumerateFiles(Path.Combine(silo.DataFolder, "imports")).Where(file => !file.EndsWith(".report", StringComparison.Ordinal));

    /// <summary>A stream that doesn't say how long it is.</summary>
    private sealed class UnannouncedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }

    /// <summary>A file of which only the first half comes, until the rest is let go.</summary>
    private sealed class HeldContent : HttpContent
    {
        private readonly byte[] _file;
        private readonly Signal _go = new("the rest of the file is sent");

        public HeldContent(byte[] file)
        {
            _file = file;
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        public void Go() => _go.Set();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_file.AsMemory(0, _file.Length / 2));
            await stream.FlushAsync();
            await _go.Held();
            await stream.WriteAsync(_file.AsMemory(_file.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _file.Length;
            return true;
        }
    }
}
