using System.Threading.RateLimiting;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Silo.Inbound;

/// <summary>
/// Places at which bodies are read: so many at a time, of which one account has half and one integration an eighth, at least one, so that a store that sends slowly keeps nobody else's out.
/// The others wait without memory of their own.
/// </summary>
internal static class InboundPlaces
{
    public static PartitionedRateLimiter<IntegrationKey> Create(int places) => PartitionedRateLimiter.CreateChained(
        Shared(places / 8, integration => integration.ToString()),
        Shared(places / 2, integration => integration.Account),
        Shared(places, _ => "all"));

    private static PartitionedRateLimiter<IntegrationKey> Shared(int places, Func<IntegrationKey, string> by) => PartitionedRateLimiter.Create<IntegrationKey, string>(integration =>
        RateLimitPartition.GetConcurrencyLimiter(by(integration), _ => new ConcurrencyLimiterOptions { PermitLimit = Math.Max(1, places), QueueLimit = int.MaxValue }));
}
