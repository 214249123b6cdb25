using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Lookups;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Puts a database together with how its refreshes stand, how many profiles it holds and which integrations feed it.</summary>
internal sealed class DatabaseViews(IProfileQueries profiles, IIntegrationIndex integrations, IGrainFactory grains)
{
    public async Task<DatabaseResponse> ViewAsync(Caller caller, DatabaseRow row, CancellationToken cancellationToken)
    {
        var refresh = await grains.RefreshGrain(caller, row.DatabaseId).GetStatusAsync();
        var feeding = await integrations.OfDatabaseAsync(caller.Account, row.DatabaseId, cancellationToken);
        return DatabaseResponse.From(row) with
        {
            Refresh = refresh is null ? null : DatabaseRefreshResponse.From(refresh),
            Profiles = await profiles.CountAsync(caller.Account, row.DatabaseId, cancellationToken),
            Integrations = [.. feeding.Select(integration => new FeedingIntegrationResponse(integration.IntegrationId, integration.Name, integration.StoreType))],
        };
    }
}
