using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Icomm.Actors.Silo.Operation;

/// <summary>Whether the host has started and does not stop yet.</summary>
internal sealed class StartupHealth(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The host is stopping.")
        : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("The host has not started yet."));
}
