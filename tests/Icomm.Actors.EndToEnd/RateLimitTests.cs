using System.Net;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.EndToEnd;

/// <summary>A caller that asks too often is told when to come again, and nobody else notices.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task WhoAsksTooOftenIsAskedToWait()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, "--RateLimits:Burst=5", "--RateLimits:RequestsPerMinute=1");
        using var http = new HttpClient { BaseAddress = silo.Api.Address };
        http.DefaultRequestHeaders.Add(ApiClient.KeyHeader, silo.Api.Key);
        for (var i = 0; i < 5; i++)
            (await silo.Api.GetAsync("/api/v1/databases")).Expect(HttpStatusCode.OK);
        (await silo.Api.GetAsync("/api/v1/databases")).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        using var refused = await http.GetAsync("/api/v1/databases");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        // Those without a key have a bucket of their own, and health is never refused.
        using var stranger = new HttpClient { BaseAddress = silo.Api.Address };
        using var answer = await stranger.GetAsync("/api/v1/databases");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await silo.Api.GetAsync("/health/live")).Status);
    }
}
