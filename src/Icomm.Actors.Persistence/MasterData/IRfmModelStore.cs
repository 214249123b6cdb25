using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Persistence.MasterData;

/// <summary>The versions of each database's RFM model. A version never changes once it is saved.</summary>
public interface IRfmModelStore
{
    /// <summary>Saves a version; the same version again changes nothing.</summary>
    Task SaveAsync(string account, string database, RfmModel model, CancellationToken cancellationToken);

    Task<RfmModel?> FindAsync(string account, string database, long version, CancellationToken cancellationToken);

    /// <summary>The version that a day is scored by: of those as of that day or before, the latest day's newest; null when there is none.</summary>
    Task<long?> InForceAsync(string account, string database, DateOnly asOf, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="before">Version that the page before ended with; null from the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<RfmModel>> ListAsync(string account, string database, long? before, int limit, CancellationToken cancellationToken);
}
