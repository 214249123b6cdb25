using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Hostile;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.Testing.Outside.Api;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>
/// Ten thousand hostile requests over every operation of the API: none makes it fail inside or hang, each refusal has a code, and none of the secrets planted before gets out: in no answer,
/// no line of the log, no file.
/// </summary>
public sealed class HostileRequestTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int AtATime = 4;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task NoRequestMakesTheApiFailInsideOrGiveASecretAway()
    {
        var seed = Environment.GetEnvironmentVariable("ICOMM_HOSTILE_SEED") is { Length: > 0 } given ? int.Parse(given) : 11;
        output.WriteLine($"seed {seed} (ICOMM_HOSTILE_SEED={seed} repeats these requests)");
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, "--Stores:MaxRetries=0", "--Stores:CircuitMinimumAttempts=1000");
        await using var target = await HostileTarget.PrepareAsync(silo, folder, new PlantedSecrets(seed));
        var (api, planted, integration) = (silo.Api, target.Planted, target.Integration);
        var database = (await api.GetAsync($"/api/v1/databases/{integration.DatabaseId}")).Expect(HttpStatusCode.OK);
        var hostile = new HostileRequests((await api.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK), target.Known, seed);
        Assert.True(hostile.Operations >= 70, $"The document names only {hostile.Operations} operations.");

        var tally = new ConcurrentDictionary<string, int>();
        var slowest = 0L;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests).Select(number => (Number: number, Request: hostile.Next())),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (asked, _) =>
            {
                var started = Stopwatch.GetTimestamp();
                var isHead = asked.Request.Method == HttpMethod.Head;
                var body = asked.Request.Content is { } content ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(CancellationToken.None)) : "";
                var answer = await api.SendAsync(asked.Request);
                InterlockedMax(ref slowest, Stopwatch.GetElapsedTime(started).Ticks);
                var what = $"Request {asked.Number} of seed {seed}, {answer.Request}";
                Assert.True(
                    (int)answer.Status < 500 && ((int)answer.Status < 400 || answer.Code is not null || isHead || IsRefusedByTheServer(answer)),
                    $"{what}, was answered {(int)answer.Status} {answer.ContentType}: {answer.Text}\n{body[..Math.Min(body.Length, 2_000)]}");
                planted.AssertAbsent(answer.Text, $"The answer to {what},");
                planted.AssertAbsent(answer.Headers, $"A header of the answer to {what},");
                tally.AddOrUpdate($"{(int)answer.Status} {answer.Code}", 1, (_, count) => count + 1);
            });

        output.WriteLine(string.Join(", ", tally.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} × {pair.Key}")));
        var longest = TimeSpan.FromTicks(slowest);
        output.WriteLine($"{hostile.Operations} operations, {planted.Count} secrets; the slowest answer took {longest.TotalSeconds:0.00} s");
        Assert.True(longest < LongestAnswer, $"An answer of seed {seed} took {longest}.");
        foreach (var open in (string[])["/health/live", "/health/ready", "/metrics", "/docs", "/api/v1/operations"])
            planted.AssertAbsent((await api.GetAsync(open)).Text, open);

        await AssertStillWorksAsync(api, integration, database);

        // Killed, not stopped: what lies in the write-ahead log is searched as well.
        await silo.KillAsync();
        output.WriteLine($"{planted.AssertAbsentFromFiles(folder.Path)} bytes of files hold none of them");

        // The first start prints the key that it makes, this once.
        var log = silo.Output.Split(api.Key);
        Assert.Equal(2, log.Length);
        planted.AssertAbsent(string.Concat(log), "The log");
        silo.AssertLogsAreClean();
    }

    /// <summary>What was changed with every right is changed back; then it still works, and no profile has moved.</summary>
    private static async Task AssertStillWorksAsync(ApiClient api, Integration integration, JsonElement database)
    {
        var settings = new[] { "currency", "rates", "olderWindow", "rfmMethod", "segmentMap" }.ToDictionary(name => name, name => database.GetProperty(name));
        (await api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/databases/{integration.DatabaseId}") { Content = JsonContent.Create(settings) })).Expect(HttpStatusCode.OK);
        (await api.SendAsync(new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/integrations/{integration.Id}") { Content = JsonContent.Create(new { isWindowRemoved = true }) })).Expect(HttpStatusCode.OK);
        (await api.PostAsync($"/api/v1/integrations/{integration.Id}/resume")).Expect(HttpStatusCode.OK);
        await integration.SyncWellAsync();
        await integration.AssertEqualsTruthAsync();
    }

    /// <summary>A line that is too long, or a path with a NUL in it, never gets past the server to the API.</summary>
    private static bool IsRefusedByTheServer(ApiAnswer answer) =>
        answer.Status == HttpStatusCode.RequestUriTooLong || (answer.Status == HttpStatusCode.BadRequest && answer.Text.Length == 0 && answer.Request.Split('?')[0].Contains("%00", StringComparison.Ordinal));

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
