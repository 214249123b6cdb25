using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Deleting databases over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class DatabaseDeletionTests(RunningSilo silo)
{
    [Fact]
    public async Task ADatabaseGoesWithAllThatIsKeptInItOnceNothingFeedsIt()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var path = $"/api/v1/databases/{databaseId}";
        var name = (await silo.Http.ReadAsync(path)).GetProperty("name").GetString()!;
        var confirmed = $"{path}?confirm={Uri.EscapeDataString(name)}";
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        await silo.Http.SendAsync($"{path}/erasures", new { email = "nobody@example.com" }, HttpStatusCode.Created);
        await silo.Http.SendAsync($"{path}/publications", new { name = "File", type = "csv", settings = new { fileName = "out-{date}.csv" } }, HttpStatusCode.Created);
        var integration = Assert.Single((await silo.Http.ReadAsync("/api/v1/integrations")).Items(), card => card.GetProperty("databaseId").GetString() == databaseId);

        var inUse = await silo.Http.DeleteAsync(confirmed, HttpStatusCode.Conflict);
        inUse.AssertProblem(HttpStatusCode.Conflict, "database_in_use");
        Assert.Equal((integration.Id(), "Shop"), Named(Assert.Single(inUse.GetProperty("integrations").EnumerateArray())));
        Assert.False((await silo.Http.ReadAsync(path)).TryGetProperty("deletion", out _));
        await silo.Http.DeleteAsync($"/api/v1/integrations/{integration.Id()}?orders=keep", HttpStatusCode.Accepted);
        await silo.Http.GoneAsync($"/api/v1/integrations/{integration.Id()}");

        var deleting = await silo.Http.DeleteAsync(confirmed, HttpStatusCode.Accepted);
        Assert.Equal((databaseId, "deleting"), (deleting.Id(), deleting.GetProperty("deletion").GetProperty("state").GetString()));
        await silo.Http.GoneAsync(path);

        // The name is free again.
        var again = await silo.Http.SendAsync("/api/v1/databases", new { name, timeZone = "Etc/UTC", currency = "UYU" }, HttpStatusCode.Created);
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/databases/{again.Id()}/profiles")).Items());
        (await silo.Http.DeleteAsync(confirmed, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?confirm=")]
    [InlineData("?confirm=another")]
    public async Task WithoutItsNameNoDatabaseIsDeleted(string query)
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}";

        (await silo.Http.DeleteAsync(path + query, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "confirmation_required");

        Assert.False((await silo.Http.ReadAsync(path)).TryGetProperty("deletion", out _));
    }

    [Fact]
    public async Task WhileADatabaseGoesNothingElseIsDoneWithIt()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var path = $"/api/v1/databases/{databaseId}";

        // As a silo leaves it that dies at once.
        await MarkAsync(databaseId);

        var shown = await silo.Http.ReadAsync(path);
        Assert.Equal("deleting", shown.GetProperty("deletion").GetProperty("state").GetString());
        AssertDeleting(await silo.Http.PatchAsync(path, new { name = "Other" }, HttpStatusCode.Conflict));
        AssertDeleting(await silo.Http.ReadAsync($"{path}/profiles", HttpStatusCode.Conflict));
        AssertDeleting(await silo.Http.ReadAsync($"{path}/dashboard", HttpStatusCode.Conflict));
        AssertDeleting(await silo.Http.SendAsync($"{path}/refreshes", new { }, HttpStatusCode.Conflict));
        AssertDeleting(await silo.Http.SendAsync($"{path}/erasures", new { email = "nobody@example.com" }, HttpStatusCode.Conflict));
        AssertDeleting(await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script = GeneratedShop.Script } }, HttpStatusCode.Conflict));

        // Asked for again, it goes on.
        await silo.Http.DeleteAsync($"{path}?confirm={Uri.EscapeDataString(shown.GetProperty("name").GetString()!)}", HttpStatusCode.Accepted);
        await silo.Http.GoneAsync(path);
    }

    private static void AssertDeleting(JsonElement problem) => problem.AssertProblem(HttpStatusCode.Conflict, "database_deleting");

    private static (string Id, string? Name) Named(JsonElement integration) => (integration.Id(), integration.GetProperty("name").GetString());

    private async Task MarkAsync(string databaseId)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(silo.DataFolder, "icomm.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE databases SET deleting_since = '2026-11-21T12:00:00.0000000Z' WHERE database_id = $id";
        command.Parameters.AddWithValue("$id", databaseId);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
