using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Puts together what a refresh needs.</summary>
public sealed class RefreshRunFactory(IMasterDataStore rows, IRfmModelStore models, IPublicationStore publications, Retention retention, IOptions<RefreshOptions> options, TimeProvider time)
{
    internal RefreshRun Create(DatabaseKey database, RefreshRecord record, IGrainFactory grains, Func<Task> checkpoint) =>
        new(database, record, grains, rows, models, publications, retention, options.Value, time, checkpoint);
}
