using System.Net;
using Icomm.Actors.Silo.Tests.Access;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>Who sees what the host measures.</summary>
[Collection(SiloCollection.Name)]
public sealed class MetricsAccessTests(RunningSilo silo)
{
    [Fact]
    public async Task OnlyOperatorsSeeMeasurements()
    {
        using var stranger = silo.Client(key: null);
        await stranger.RefusedAsync(HttpMethod.Get, "/metrics", HttpStatusCode.Unauthorized, "key_missing");
        using var reader = await silo.ClientAsync(null, "read", "write");
        await reader.RefusedAsync(HttpMethod.Get, "/metrics", HttpStatusCode.Forbidden, "scope_missing");
        Assert.Contains("# TYPE icomm_integrations_late gauge\n", await silo.Http.GetStringAsync("/metrics"));
    }
}
