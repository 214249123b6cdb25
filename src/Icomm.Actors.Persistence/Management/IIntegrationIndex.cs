using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Management;

/// <summary>Lists integrations from their rows, without activating them.</summary>
public interface IIntegrationIndex
{
    Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>The platform of an integration, whether or not its row can be read; null when there is none.</summary>
    Task<string?> StoreTypeAsync(IntegrationKey integration, CancellationToken cancellationToken);

    /// <summary>Those that feed a database, whether or not their rows can be read.</summary>
    Task<ImmutableArray<FeedingIntegration>> OfDatabaseAsync(string account, string databaseId, CancellationToken cancellationToken);

    /// <summary>Every integration of every account; one that can't be read hides no other.</summary>
    IAsyncEnumerable<FoundIntegration> AllAsync(CancellationToken cancellationToken);

    /// <summary>Those of every account, whether or not their rows can be read: what a starting silo looks after.</summary>
    Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken);
}

public sealed record IntegrationRow(string Account, string IntegrationId, IntegrationRecord Record);

public sealed record FeedingIntegration(string IntegrationId, string Name, string StoreType);

/// <summary>An integration among all.</summary>
/// <param name="StoreType">Null while it has no definition.</param>
/// <param name="Row">Null when it can't be read.</param>
/// <param name="ProblemCode">Why it can't be read: <see cref="PersistenceErrors.RecordUnreadable"/> or <see cref="PersistenceErrors.RecordTooNew"/>.</param>
public sealed record FoundIntegration(string Account, string IntegrationId, string? StoreType, IntegrationRow? Row, string? ProblemCode);
