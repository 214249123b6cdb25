using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Embedded;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Simulation.Plans;
using Icomm.Actors.Testing.Grains.Stores;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>Now and then a write is made a second time, a while later and without a version check: it takes back what came in between.</summary>
internal sealed record ReplaysAWrite : Mutation
{
    public override SimulationPlan Adjust(SimulationPlan plan) => plan with { Faults = new FaultPlan(), CollectionAge = TimeSpan.FromMinutes(2) };

    public override IProfileStore WrapProfiles(IProfileStore store, SeededWorld world) => new Store((FakeProfileStore)store, world);

    private sealed class Store(FakeProfileStore inner, SeededWorld world) : ProfileStoreWrapper(inner)
    {
        public override Task<VersionedWrite> WriteAsync(
            ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken)
        {
            if (world.Random.Chance(0.1))
            {
                _ = world.RunInWorldAsync(async () =>
                {
                    await Task.Delay(world.Random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20)), world.TimeProvider, CancellationToken.None);
                    await inner.OverwriteAsync(key, state, summary);
                });
            }

            return base.WriteAsync(key, expectedVersion, state, summary, activity, cancellationToken);
        }
    }
}
