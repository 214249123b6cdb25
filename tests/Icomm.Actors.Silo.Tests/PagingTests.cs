using System.Net;
using Icomm.Actors.Silo.Tests.Access;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Short lists are paged as long ones are.</summary>
[Collection(SiloCollection.Name)]
public sealed class PagingTests(RunningSilo silo)
{
    [Fact]
    public async Task IntegrationsDatabasesAndPublicationsArePagedOldestFirst()
    {
        using var http = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
        var (databases, integrations, publications) = (new List<string>(), new List<string>(), new List<string>());
        for (var i = 0; i < 5; i++)
        {
            databases.Add(await http.CreateDatabaseAsync());
            integrations.Add((await http.SendAsync(
                "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId = databases[0], settings = new { script = "well" } }, HttpStatusCode.Created)).Id());
            publications.Add((await http.SendAsync(
                $"/api/v1/databases/{databases[0]}/publications", new { name = "File", type = "csv", settings = new { fileName = $"{i}.csv" } }, HttpStatusCode.Created)).Id());
        }

        foreach (var (path, ids) in new[] { ("databases", databases), ("integrations", integrations), ($"databases/{databases[0]}/publications", publications) })
        {
            foreach (var limit in new[] { 1, 2, 4, 5, 6 })
                Assert.Equal(ids.Order(StringComparer.Ordinal), (await http.ReadAllAsync($"/api/v1/{path}?limit={limit}")).Select(item => item.Id()));
            Assert.Equal(5, (await http.ReadAsync($"/api/v1/{path}")).Items().Length);
            Assert.Empty((await http.ReadAsync($"/api/v1/{path}?cursor=~")).Items());
            (await http.ReadAsync($"/api/v1/{path}?limit=0", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        }
    }
}
