using Icomm.Actors.Persistence.Accounts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Icomm.Actors.Silo.Operation;

/// <summary>Whether the management tables answer.</summary>
internal sealed class StorageHealth(IAccountStore accounts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await accounts.ListAsync(after: null, limit: 1, cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
