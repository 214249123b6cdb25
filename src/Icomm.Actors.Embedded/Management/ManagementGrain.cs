using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>Answers what is active where.</summary>
internal sealed class ManagementGrain(IGrainContext context) : Grain, IManagementGrain
{
    private readonly EmbeddedCluster _cluster = ((Activation)context).Silo.Cluster;

    public Task<Dictionary<SiloAddress, SiloStatus>> GetHosts(bool onlyActive = false) => Task.FromResult(_cluster.Silos.ToDictionary(silo => silo.Address, _ => SiloStatus.Active));

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics() => Task.FromResult(Statistics(_cluster.Silos));

    public Task<SimpleGrainStatistic[]> GetSimpleGrainStatistics(SiloAddress[] hostsIds) =>
        Task.FromResult(Statistics(_cluster.Silos.Where(silo => hostsIds.Contains(silo.Address))));

    public Task<int> GetTotalActivationCount() => Task.FromResult(Statistics(_cluster.Silos).Sum(each => each.ActivationCount));

    private static SimpleGrainStatistic[] Statistics(IEnumerable<EmbeddedSilo> silos) =>
    [
        .. from silo in silos
           from count in silo.Counts()
           select new SimpleGrainStatistic
           {
               GrainType = count.Class.FullName,
               SiloAddress = silo.Address,
               ActivationCount = count.Count,
           },
    ];
}
