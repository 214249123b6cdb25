using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Integrations;

/// <summary>What is kept of an integration besides its own row and the profiles: products, rejected records, the run log, imports, the inbox.</summary>
public interface IIntegrationLeftovers
{
    /// <summary>What has grains of its own, which have to let go first.</summary>
    Task<OwnedGrains> FindGrainsAsync(IntegrationKey integration, CancellationToken cancellationToken);

    /// <summary>Deletes a part of the rows, durably. Imports are left to their grains.</summary>
    /// <param name="limit">Most rows of each table: 1 to 1,000.</param>
    /// <returns>False when there was nothing left.</returns>
    Task<bool> DeleteSomeAsync(IntegrationKey integration, int limit, CancellationToken cancellationToken);
}

/// <param name="Imports">At most 100.</param>
public sealed record OwnedGrains(bool HasInbox, ImmutableArray<ImportKey> Imports);
