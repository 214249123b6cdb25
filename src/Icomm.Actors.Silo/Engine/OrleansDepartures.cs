using System.Runtime.CompilerServices;
using Icomm.Actors.Silo.Cluster;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Engine;

/// <summary>Departures as the cluster's membership tells them.</summary>
internal sealed class OrleansDepartures(IClusterMembershipService membership, ILocalSiloDetails local) : ISiloDepartures
{
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = membership.CurrentSnapshot;
        await foreach (var now in membership.MembershipUpdates.WithCancellation(cancellationToken))
        {
            var gone = now.Members.Values.Where(member => member.Status == SiloStatus.Dead && before.GetSiloStatus(member.SiloAddress) is not (SiloStatus.Dead or SiloStatus.None)).ToArray();
            before = now;
            if (!IsFirst(now))
                continue;
            foreach (var member in gone)
                yield return member.SiloAddress.ToString();
        }
    }

    private bool IsFirst(ClusterMembershipSnapshot snapshot) =>
        snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Min()?.Equals(local.SiloAddress) ?? false;
}
