using System.Collections.Immutable;
using Icomm.Actors.Persistence.Erasures;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Nobody has been erased.</summary>
public sealed class NobodySuppressed : ISuppressedIdentities
{
    public Task AddAsync(string account, string database, string erasureId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AnyAsync(string account, string database, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<ImmutableHashSet<string>> FindAsync(string account, string database, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableHashSet<string>.Empty);

    public Task LiftAsync(string account, string database, string erasureId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
