using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Management;

/// <summary>Lists integrations from their rows, without activating them.</summary>
public interface IIntegrationIndex
{
    Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>Every integration of every account.</summary>
    IAsyncEnumerable<IntegrationRow> AllAsync(CancellationToken cancellationToken);

    /// <summary>Those of every account, whether or not their rows can be read: what a starting silo looks after.</summary>
    Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken);
}

public sealed record IntegrationRow(string Account, string IntegrationId, IntegrationRecord Record);
