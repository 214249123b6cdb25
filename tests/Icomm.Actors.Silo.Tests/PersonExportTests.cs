using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What is held on a person, as a file.</summary>
[Collection(SiloCollection.Name)]
public sealed class PersonExportTests(RunningSilo silo)
{
    [Fact]
    public async Task EverythingHeldOnAPersonIsOneFile()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        var accepted = await PersonAsync(databaseId, refused: false);
        var refused = await PersonAsync(databaseId, refused: true);
        await RejectAsync(databaseId);
        var publication = await PublishAsync(databaseId);

        var (export, disposition) = await ExportAsync(databaseId, accepted.Id());

        var email = accepted.GetProperty("email").GetString()!;
        Assert.Equal($"attachment; filename=\"{accepted.Id()}.json\"", disposition);
        Assert.Equal(email, export.GetProperty("profile").GetProperty("sources")[0].GetProperty("email").GetString());
        Assert.True(export.GetProperty("profile").TryGetProperty("indicators", out _));
        Assert.Equal(0, export.GetProperty("foldedPurchases").GetArrayLength());
        Assert.Equal(OrdersOf(email), export.GetProperty("orders").EnumerateArray().Select(Content));
        Assert.Equal((publication, GeneratedShop.Day, false), Sent(Assert.Single(export.GetProperty("publications").EnumerateArray())));

        // Records of others whose address ends alike are not theirs.
        var record = Assert.Single(export.GetProperty("rejectedRecords").EnumerateArray());
        Assert.Equal(("of them", email.ToUpperInvariant()), (record.GetProperty("recordId").GetString(), JsonDocument.Parse(record.GetProperty("raw").GetString()!).RootElement.GetProperty("email").GetString()));

        var (other, _) = await ExportAsync(databaseId, refused.Id());
        Assert.Equal((publication, null, true), Sent(Assert.Single(other.GetProperty("publications").EnumerateArray())));
    }

    [Fact]
    public async Task NobodyIsExportedWhoIsNotThere()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        foreach (var id in new[] { new string('a', 26), "x" })
            (await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{id}/export", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "profile_not_found");
    }

    /// <summary>The one with most orders of those whom <see cref="ScriptedSinkFactory"/> accepts, or refuses.</summary>
    private async Task<JsonElement> PersonAsync(string databaseId, bool refused)
    {
        var email = GeneratedShop.Orders
            .Where(order => order.Customer.Email is { } address && address.StartsWith(ScriptedSinkFactory.Refused, StringComparison.Ordinal) == refused)
            .GroupBy(order => order.Customer.Email!)
            .MaxBy(orders => orders.Count())!.Key;
        var profiles = await silo.Http.ReadAllAsync($"/api/v1/databases/{databaseId}/profiles?limit=100");
        return Assert.Single(profiles, profile => profile.TryGetProperty("email", out var shown) && shown.GetString() == email);
    }

    private async Task RejectAsync(string databaseId)
    {
        var integration = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Other", storeType = "scripted", databaseId, settings = new { script = ScriptedConnector.NamingScript } }, HttpStatusCode.Created);
        var path = $"/api/v1/integrations/{integration.Id()}/runs";
        await silo.Http.EndedAsync($"{path}/{(await silo.Http.SendAsync(path, null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}");
    }

    private async Task<string> PublishAsync(string databaseId)
    {
        var path = $"/api/v1/databases/{databaseId}/publications";
        var publication = await silo.Http.SendAsync(path, new { name = "Receiver", type = "scripted", settings = new { token = "hush-hush-5531" } }, HttpStatusCode.Created);
        await silo.Http.SendAsync($"{path}/{publication.Id()}/runs", null, HttpStatusCode.Accepted);
        await Testing.Eventually.IsAsync("publication", publication.Id(), "an end", () => silo.Http.ReadAsync($"{path}/{publication.Id()}"), shown => shown.TryGetProperty("lastSuccessAt", out _) && !shown.TryGetProperty("currentRun", out _));
        return publication.Id();
    }

    private async Task<(JsonElement Export, string? Disposition)> ExportAsync(string databaseId, string profileId)
    {
        using var answer = await silo.Http.GetAsync($"/api/v1/databases/{databaseId}/profiles/{profileId}/export");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return (JsonDocument.Parse(text).RootElement, answer.Content.Headers.ContentDisposition?.ToString());
    }

    private static IEnumerable<(string?, string?, DateTimeOffset, string?, bool, string?, decimal)> OrdersOf(string email) =>
        from order in GeneratedShop.Orders
        where order.Customer.Email == email
        orderby order.PlacedAt
        select (order.OrderId, order.Number, order.PlacedAt, order.Status.ToString().ToLowerInvariant(), order.Status == Domain.Orders.OrderStatus.Purchase, order.Currency, order.Total.ToDecimal());

    private static (string?, string?, DateTimeOffset, string?, bool, string?, decimal) Content(JsonElement order) => (
        order.GetProperty("orderId").GetString(),
        order.GetProperty("number").GetString(),
        order.GetProperty("placedAt").GetDateTimeOffset(),
        order.GetProperty("status").GetString(),
        order.GetProperty("isPurchase").GetBoolean(),
        order.GetProperty("currency").GetString(),
        order.GetProperty("amount").GetDecimal());

    private static (string? Id, string? AsOf, bool IsRefused) Sent(JsonElement publication) =>
        (publication.Id(), publication.TryGetProperty("asOf", out var day) ? day.GetString() : null, publication.TryGetProperty("refusal", out _));
}
