using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Access;

/// <summary>A bucket of tokens for each key, or for each address where no key is shown: a key that asks too often takes nothing from others.</summary>
internal static class RateLimits
{
    public static void AddIcommRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            limiter.GlobalLimiter = Create(options.Value);
            limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected));
        });
    }

    internal static PartitionedRateLimiter<HttpContext> Create(RateLimitOptions options) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(WhoAsks(context), _ => Bucket(options)));

    private static string WhoAsks(HttpContext context) => context.User.FindFirstValue(AccessClaims.Key) ?? $"address {context.Connection.RemoteIpAddress}";

    /// <summary>A whole number of tokens comes back at a time: about every second, or one by one where there are few.</summary>
    private static TokenBucketRateLimiterOptions Bucket(RateLimitOptions options)
    {
        var tokens = Math.Max(1, options.RequestsPerMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * tokens / options.RequestsPerMinute,
            AutoReplenishment = true,
            QueueLimit = 0,
        };
    }

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        rejected.HttpContext.Response.Headers.RetryAfter = seconds;
        return AccessProblems.RateLimited(seconds).ExecuteAsync(rejected.HttpContext);
    }
}
