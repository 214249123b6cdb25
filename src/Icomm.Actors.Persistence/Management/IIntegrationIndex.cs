using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Management;

/// <summary>Lists integrations from their rows, without activating them.</summary>
public interface IIntegrationIndex
{
    Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>Every integration of every account: what a starting silo re-arms.</summary>
    IAsyncEnumerable<IntegrationRow> AllAsync(CancellationToken cancellationToken);
}

public sealed record IntegrationRow(string Account, string IntegrationId, IntegrationRecord Record);
