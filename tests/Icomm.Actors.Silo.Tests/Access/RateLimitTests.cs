using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Icomm.Actors.Silo.Access;
using Microsoft.AspNetCore.Http;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>Whose requests are counted together, and how many may come at once.</summary>
public sealed class RateLimitTests
{
    /// <summary>So few that none comes back while a test runs.</summary>
    private static readonly RateLimitOptions Few = new() { RequestsPerMinute = 1, Burst = 3 };

    [Fact]
    public async Task ABurstIsLetThroughAndThenTheKeyWaits()
    {
        await using var limiter = RateLimits.Create(Few);
        for (var i = 0; i < Few.Burst; i++)
            Assert.True(Ask(limiter, Of("k1")));
        using var refused = limiter.AttemptAcquire(Of("k1"));
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var after));
        Assert.InRange(after, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task OneKeyTakesNothingFromAnotherNorFromThoseWithout()
    {
        await using var limiter = RateLimits.Create(Few);
        while (Ask(limiter, Of("k1")))
        {
        }

        Assert.True(Ask(limiter, Of("k2")));
        Assert.True(Ask(limiter, Of(key: null, "192.0.2.1")));
    }

    [Fact]
    public async Task WithoutAKeyTheAddressCounts()
    {
        await using var limiter = RateLimits.Create(Few);
        while (Ask(limiter, Of(key: null, "192.0.2.1")))
        {
        }

        Assert.True(Ask(limiter, Of(key: null, "192.0.2.2")));
        Assert.True(Ask(limiter, Of("k1", "192.0.2.1")));
    }

    private static bool Ask(PartitionedRateLimiter<HttpContext> limiter, HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    private static DefaultHttpContext Of(string? key, string address = "192.0.2.1")
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        if (key is not null)
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(AccessClaims.Key, key)], "test"));
        return context;
    }
}
