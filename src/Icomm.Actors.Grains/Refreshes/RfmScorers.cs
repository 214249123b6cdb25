using System.Collections.Concurrent;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>The models that this silo scores by. A version never changes, so what has been read is right for ever; only the newest two of a database are kept.</summary>
public sealed class RfmScorers(IRfmModelStore models)
{
    private readonly ConcurrentDictionary<DatabaseKey, (RfmScorer Newest, RfmScorer? Before)> _known = new();

    /// <summary>Null when there is no such version.</summary>
    public async Task<RfmScorer?> GetAsync(DatabaseKey database, long version)
    {
        if (_known.TryGetValue(database, out var known))
        {
            if (known.Newest.Model.Version == version)
                return known.Newest;
            if (known.Before?.Model.Version == version)
                return known.Before;
        }

        if (await models.FindAsync(database.Account, database.Database, version, CancellationToken.None) is not { } model)
            return null;
        var scorer = new RfmScorer(model);
        _known.AddOrUpdate(database, (scorer, null), (_, pair) => version > pair.Newest.Model.Version ? (scorer, pair.Newest) : (pair.Newest, scorer));
        return scorer;
    }
}
