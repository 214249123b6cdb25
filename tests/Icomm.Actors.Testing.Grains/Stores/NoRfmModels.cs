using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>No database has been refreshed.</summary>
public sealed class NoRfmModels : IRfmModelStore
{
    public Task SaveAsync(string account, string database, RfmModel model, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RfmModel?> FindAsync(string account, string database, long version, CancellationToken cancellationToken) => Task.FromResult<RfmModel?>(null);

    public Task<long?> InForceAsync(string account, string database, DateOnly asOf, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public Task<ImmutableArray<RfmModel>> ListAsync(string account, string database, long? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<RfmModel>.Empty);
}
