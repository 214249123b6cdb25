using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Forgetting persons over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class ErasureTests(RunningSilo silo)
{
    [Fact]
    public async Task AnErasedPersonDoesNotComeBackAndTheirNumbersAreGone()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var integration = Assert.Single((await silo.Http.ReadAsync("/api/v1/integrations")).Items(), card => card.GetProperty("databaseId").GetString() == databaseId);
        var email = GeneratedShop.Orders.First(order => order.Customer.Email is not null).Customer.Email!;
        var orders = GeneratedShop.Orders.Where(order => order.Customer.Email == email).ToArray();
        var before = await PurchasesAsync(databaseId);
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        var profile = Assert.Single(await ProfilesAsync(databaseId), each => each.TryGetProperty("email", out var shown) && shown.GetString() == email);

        var receipt = await silo.Http.SendAsync($"/api/v1/databases/{databaseId}/erasures", new { email = email.ToUpperInvariant() }, HttpStatusCode.Created);

        Assert.Equal((true, 1, orders.Length), (receipt.GetProperty("isComplete").GetBoolean(), receipt.GetProperty("profiles").GetInt32(), receipt.GetProperty("orders").GetInt32()));
        Assert.Equal(profile.Id(), receipt.GetProperty("digest").GetString());
        Assert.DoesNotContain(email, receipt.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before - profile.GetProperty("lifetime").GetProperty("purchases").GetInt64(), await PurchasesAsync(databaseId));
        await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{profile.Id()}", HttpStatusCode.NotFound);

        var run = await BackfillAsync(integration);
        Assert.Equal((orders.Length, 0), (run.GetProperty("counters").GetProperty("suppressed").GetInt32(), run.GetProperty("counters").GetProperty("new").GetInt32()));
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        Assert.DoesNotContain(await ProfilesAsync(databaseId), each => each.Id() == profile.Id());

        // Another integration of the same database doesn't bring them back either.
        var other = await silo.Http.SendAsync("/api/v1/integrations", new { name = "Other", storeType = "scripted", databaseId, settings = new { script = GeneratedShop.Script } }, HttpStatusCode.Created);
        Assert.Equal(orders.Length, (await SyncAsync(other)).GetProperty("counters").GetProperty("suppressed").GetInt32());
        await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{profile.Id()}", HttpStatusCode.NotFound);

        var lifted = await silo.Http.DeleteAsync($"/api/v1/databases/{databaseId}/erasures/{receipt.Id()}", HttpStatusCode.OK);
        Assert.True(lifted.TryGetProperty("liftedAt", out _));
        Assert.Equal(orders.Length, (await BackfillAsync(integration)).GetProperty("counters").GetProperty("new").GetInt32());
        await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{profile.Id()}");
    }

    [Fact]
    public async Task OrdersGoFromTheFilesOfPastDaysToo()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var publication = await silo.Http.SendAsync($"/api/v1/databases/{databaseId}/publications", new { name = "Files", type = "omnichannel", settings = new { instance = "1" } }, HttpStatusCode.Created);
        var path = $"/api/v1/databases/{databaseId}/publications/{publication.Id()}";
        foreach (var day in new[] { "2026-03-30", GeneratedShop.Day })
        {
            await silo.Http.RefreshAsync(databaseId, day);
            await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Accepted);
            await Eventually.IsAsync(
                "publish", path, $"files as of {day}", () => silo.Http.ReadAsync(path),
                status => !status.TryGetProperty("currentRun", out _) && status.TryGetProperty("lastRun", out var run) && run.GetProperty("asOf").GetString() == day);
        }

        var person = GeneratedShop.Orders.First(order => order is { Status: OrderStatus.Purchase, Customer.Email: not null }).Customer;
        var folder = Path.Combine(silo.DataFolder, "exports", "default", databaseId);
        var files = Directory.GetFiles(folder);

        var receipt = await silo.Http.SendAsync($"/api/v1/databases/{databaseId}/erasures", new { email = person.Email }, HttpStatusCode.Created);

        Assert.Equal(8, files.Length);
        Assert.Equal(files.Select(file => Path.GetFileName(file)).Order(), receipt.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).Order());
        foreach (var orders in files.Where(file => file.Contains("_ORDERS_", StringComparison.Ordinal)))
            Assert.DoesNotContain(await File.ReadAllLinesAsync(orders), row => row.Split('|')[2] == person.StoreCustomerId);
    }

    [Fact]
    public async Task ReceiptsAreListedNewestFirst()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var path = $"/api/v1/databases/{databaseId}/erasures";
        var ids = new List<string>();
        foreach (var document in new[] { "1.234.567-8", "87654321", "5.555.555-5" })
            ids.Add((await silo.Http.SendAsync(path, new { document }, HttpStatusCode.Created)).Id());

        Assert.Equal(Enumerable.Reverse(ids), (await silo.Http.ReadAllAsync($"{path}?limit=2")).Select(receipt => receipt.Id()));
        Assert.Equal((0, true), ((await silo.Http.ReadAsync($"{path}/{ids[0]}")).GetProperty("profiles").GetInt32(), (await silo.Http.ReadAsync($"{path}/{ids[0]}")).GetProperty("isComplete").GetBoolean()));
        (await silo.Http.ReadAsync($"{path}/none", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "erasure_not_found");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"email":"nobody"}""")]
    [InlineData("""{"email":"ana@example.com","document":"12345678"}""")]
    [InlineData("""{"storeCustomerId":"7"}""")]
    public async Task ExactlyOneWayOfNamingThePersonIsWanted(string body)
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();

        var problem = await silo.Http.SendAsync($"/api/v1/databases/{databaseId}/erasures", JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest);

        problem.AssertProblem(HttpStatusCode.BadRequest, "person_unidentified");
    }

    [Fact]
    public async Task WhomOnlyRejectedRecordsNameIsForgottenByTheDocumentAsTypedAndNormalised()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var integration = await silo.Http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = PushingConnector.Type, databaseId, settings = new { } }, HttpStatusCode.Created);
        var token = (await silo.Http.SendAsync($"/api/v1/integrations/{integration.Id()}/inbound-token", null, HttpStatusCode.Created)).GetProperty("token").GetString()!;
        foreach (var document in new[] { "1.234.567-8", "12345678", "123456789" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/inbound/{integration.Id()}") { Content = JsonContent.Create(new { document }) };
            request.Headers.Authorization = new("Bearer", token);
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.SendAsync(request)).StatusCode);
        }

        await Eventually.IsAsync("applying", integration.Id(), "three rejected records", RejectedAsync, records => records.Length == 3);

        var receipt = await silo.Http.SendAsync($"/api/v1/databases/{databaseId}/erasures", new { document = " 1.234.567-8 " }, HttpStatusCode.Created);

        Assert.Equal((2, 0), (receipt.GetProperty("rejectedRecords").GetInt32(), receipt.GetProperty("profiles").GetInt32()));
        Assert.Equal("""{"document":"123456789"}""", Assert.Single(await RejectedAsync()).GetProperty("raw").GetString());

        async Task<JsonElement[]> RejectedAsync() => (await silo.Http.ReadAsync($"/api/v1/integrations/{integration.Id()}/rejected-records")).Items();
    }

    [Fact]
    public async Task ACustomerIdIsOneOfAnIntegrationOfTheDatabase()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var elsewhere = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Elsewhere", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "well" } }, HttpStatusCode.Created);
        foreach (var integrationId in new[] { "nonsense", databaseId, Guid.NewGuid().ToString("N"), elsewhere.Id() })
            (await EraseAsync(integrationId, HttpStatusCode.UnprocessableEntity)).AssertProblem(HttpStatusCode.UnprocessableEntity, "integration_not_found");
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/erasures")).Items());

        var here = Assert.Single((await silo.Http.ReadAsync("/api/v1/integrations?limit=1000")).Items(), card => card.GetProperty("databaseId").GetString() == databaseId);
        var erased = await EraseAsync(here.Id(), HttpStatusCode.Created);
        await silo.Http.DeleteAsync($"/api/v1/integrations/{here.Id()}?orders=keep", HttpStatusCode.Accepted);
        await silo.Http.GoneAsync($"/api/v1/integrations/{here.Id()}");
        Assert.Equal(erased.GetProperty("digest").GetString(), (await EraseAsync(here.Id().ToUpperInvariant(), HttpStatusCode.Created)).GetProperty("digest").GetString());

        Task<JsonElement> EraseAsync(string integrationId, HttpStatusCode status) =>
            silo.Http.SendAsync($"/api/v1/databases/{databaseId}/erasures", new { integrationId, storeCustomerId = "7" }, status);
    }

    private async Task<JsonElement> SyncAsync(JsonElement integration) => await EndAsync(integration, await silo.Http.SendAsync($"/api/v1/integrations/{integration.Id()}/runs", null, HttpStatusCode.Accepted));

    private async Task<JsonElement> BackfillAsync(JsonElement integration) =>
        await EndAsync(integration, await silo.Http.SendAsync($"/api/v1/integrations/{integration.Id()}/backfills", new { from = integration.GetProperty("startsAt").GetDateTimeOffset() }, HttpStatusCode.Accepted));

    private async Task<JsonElement> EndAsync(JsonElement integration, JsonElement started) =>
        await silo.Http.EndedAsync($"/api/v1/integrations/{integration.Id()}/runs/{started.GetProperty("runId").GetString()}");

    private async Task<long> PurchasesAsync(string databaseId) =>
        (await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/dashboard")).GetProperty("revenueByMonth").GetProperty("months").EnumerateArray().Sum(month => month.GetProperty("purchases").GetInt64());

    private Task<List<JsonElement>> ProfilesAsync(string databaseId) => silo.Http.ReadAllAsync($"/api/v1/databases/{databaseId}/profiles?limit=100");
}
