using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Embedded;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Simulation.Plans;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>Every so often a write is confirmed and was never made.</summary>
internal sealed record LosesAProfileWrite : Mutation
{
    public override SimulationPlan Adjust(SimulationPlan plan) => plan with { Faults = new FaultPlan(), CollectionAge = TimeSpan.FromMinutes(2) };

    public override IProfileStore WrapProfiles(IProfileStore store, SeededWorld world) => new Store(store, world.Random);

    private sealed class Store(IProfileStore inner, Random random) : ProfileStoreWrapper(inner)
    {
        public override Task<VersionedWrite> WriteAsync(
            ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken) =>
            random.Chance(0.1) ? Task.FromResult(new VersionedWrite(true, expectedVersion + 1)) : base.WriteAsync(key, expectedVersion, state, summary, activity, cancellationToken);
    }
}
