using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Integrations;

/// <summary>The rows of integrations. Versions count a row's writes from 1.</summary>
public interface IIntegrationStore
{
    /// <summary>Null when there is no such integration.</summary>
    Task<StoredIntegration?> ReadAsync(IntegrationKey key, CancellationToken cancellationToken);

    /// <summary>Inserts the record if <paramref name="expectedVersion"/> is 0, else replaces exactly that version. Durable when the task completes.</summary>
    Task<VersionedWrite> WriteAsync(IntegrationKey key, long expectedVersion, IntegrationRecord record, CancellationToken cancellationToken);

    /// <summary>Deletes exactly that version; 0 says that there is none.</summary>
    Task<VersionedWrite> DeleteAsync(IntegrationKey key, long expectedVersion, CancellationToken cancellationToken);
}

public sealed record StoredIntegration(long Version, IntegrationRecord Record);
