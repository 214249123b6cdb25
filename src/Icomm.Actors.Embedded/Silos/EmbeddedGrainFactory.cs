using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>Gives references to grains.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="silo">Where calls come from; null for a caller outside all silos.</param>
internal sealed class EmbeddedGrainFactory(EmbeddedCluster cluster, EmbeddedSilo? silo) : IGrainFactory
{
    public EmbeddedCluster Cluster => cluster;

    public EmbeddedSilo? Silo => silo;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Create(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)(object)Create(typeof(TGrainInterface), primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)GrainReference.Create(
            this, GrainInterface.Of(typeof(TGrainInterface)), cluster.Catalog.Class(grainId.Type), grainId.Key.ToString());

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)(object)Create(grainInterfaceType, grainPrimaryKey, null);

    private GrainReference Create(Type interfaceType, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var (grainInterface, grainClass) = cluster.Catalog.Resolve(interfaceType, prefix);
        return GrainReference.Create(this, grainInterface, grainClass, key);
    }
}
