using Microsoft.Extensions.Hosting;

namespace Icomm.Actors.Embedded;

/// <summary>Starts and stops the host's silo with the host.</summary>
internal sealed class EmbeddedSiloHost(EmbeddedCluster cluster, EmbeddedSilo silo, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => cluster.StartSiloAsync(silo, services, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => cluster.StopActivationsAsync(silo, cancellationToken);
}
