using System.Net;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;

namespace Icomm.Actors.EndToEnd;

/// <summary>An installation that outgrows SQLite: the shipped program's own commands move it to PostgreSQL.</summary>
public sealed class TransferTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [PostgresFact]
    public async Task A_silo_answers_the_same_on_postgresql_and_goes_on_syncing()
    {
        using var folder = new TestFolder();
        var (data, export) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "export"));
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var onPostgres = new Dictionary<string, string> { ["Persistence__Provider"] = "postgres", ["Persistence__ConnectionString"] = database };
        await using var shop = await ServedShop.StartAsync(new GeneratedSource
        {
            Seed = 29, Customers = 200, Orders = 900, Products = 40, Days = 400, End = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc),
        });

        Integration integration;
        IReadOnlyList<string> answers;
        await using (var silo = await SiloProcess.StartAsync(data))
        {
            integration = await Integration.CreateAsync(silo, shop);
            await integration.SyncWellAsync();
            await new RefreshDriver(silo, integration.DatabaseId).RefreshAsync(new DateOnly(2026, 1, 31));
            answers = await AnswersAsync(silo, integration);
            var (inUse, _) = await RunAsync(data, [], "export", "--to", export);
            Assert.Equal(1, inUse);
            Assert.Equal(0, await silo.StopAsync());
        }

        var (exported, said) = await RunAsync(data, [], "export", "--to", export);
        Assert.True(exported == 0, said);
        var (imported, reply) = await RunAsync(data, onPostgres, "import", $"--from={export}");
        Assert.True(imported == 0, reply);
        Assert.Matches(@"Imported and verified [\d,]+ rows of \d+ tables; the profiles have 900 orders", reply);
        Assert.DoesNotContain(shop.Shop.Password, said + reply, StringComparison.Ordinal);
        var (again, refusal) = await RunAsync(data, onPostgres, "import", "--from", export);
        Assert.Equal(1, again);
        Assert.StartsWith("database_not_empty: ", refusal, StringComparison.Ordinal);

        await using var moved = await SiloProcess.StartAsync(data, onPostgres);
        Assert.Equal(answers, await AnswersAsync(moved, integration));
        shop.Shop.Keeper.Change(40);
        shop.Shop.Keeper.AddOrders(30);
        integration = new Integration(moved, shop, integration.DatabaseId, integration.Id, "Etc/UTC");
        var run = RunCounters.Of(await integration.SyncWellAsync());
        Assert.InRange(run.Read, 70, 500);
        await integration.AssertEqualsTruthAsync();
        Assert.Equal(0, await moved.StopAsync());
        moved.AssertLogsAreClean();
    }

    [Fact]
    public async Task An_export_of_the_wrong_folder_fails_and_leaves_it_as_it_was()
    {
        using var folder = new TestFolder();
        var (wrong, export) = (Path.Combine(folder.Path, "wrong"), Path.Combine(folder.Path, "export"));
        var (code, said) = await RunAsync(wrong, [], "export", "--to", export);
        Assert.Equal(1, code);
        Assert.StartsWith("database_missing: ", said, StringComparison.Ordinal);
        Assert.Contains(wrong, said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("export")]
    [InlineData("import", "--to", "somewhere")]
    [InlineData("remove", "--everything")]
    public async Task A_command_line_that_makes_no_sense_is_told_so(params string[] arguments)
    {
        await using var process = ChildProcess.Start(Shipped.Silo, arguments);
        Assert.Equal(2, await process.ExitAsync("command", Limit));
        Assert.Contains("Try --help.", process.Output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(string dataFolder, Dictionary<string, string> environment, params string[] arguments)
    {
        await using var process = ChildProcess.Start(Shipped.Silo, [.. arguments, $"--Persistence:DataFolder={dataFolder}"], environment);
        return (await process.ExitAsync("command", Limit), process.Output);
    }

    /// <summary>What merchants see, of everything that does not tell the time.</summary>
    private static async Task<IReadOnlyList<string>> AnswersAsync(SiloProcess silo, Integration integration)
    {
        var (database, answers) = ($"/api/v1/databases/{integration.DatabaseId}", new List<string>());
        foreach (var path in (string[])
            [
                "/api/v1/databases", database, $"{database}/dashboard?window=lifetime", $"{database}/profiles?asOf=2026-01-31&limit=1000", $"{database}/profiles?sort=Email&limit=1000",
                $"{database}/rfm-models/current", $"{database}/refreshes", $"/api/v1/integrations/{integration.Id}", $"/api/v1/integrations/{integration.Id}/runs", "/api/v1/audit-entries",
            ])
        {
            answers.Add($"{path}: {(await silo.Api.GetAsync(path)).Expect(HttpStatusCode.OK).GetRawText()}");
        }

        return answers;
    }
}
