using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Integrations;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Integrations without inbox, imports and products.</summary>
public sealed class NoLeftovers : IIntegrationLeftovers
{
    public Task<OwnedGrains> FindGrainsAsync(IntegrationKey integration, CancellationToken cancellationToken) => Task.FromResult(new OwnedGrains(HasInbox: false, []));

    public Task<bool> DeleteSomeAsync(IntegrationKey integration, int limit, CancellationToken cancellationToken) => Task.FromResult(false);
}
