using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Embedded;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Simulation.Plans;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>
/// Profiles are confirmed when they have reached a buffer of the silo, and the buffer is written later: the checkpoint moves before the page's profiles are durable. A crash in between loses them.
/// </summary>
internal sealed record ConfirmsBeforeItIsDurable : Mutation
{
    public override SimulationPlan Adjust(SimulationPlan plan) => plan with { Faults = new FaultPlan { SiloDies = 0.02 } };

    public override IProfileStore WrapProfiles(IProfileStore store, SeededWorld world) => new WriteBehind(store, world.TimeProvider);

    private sealed class WriteBehind(IProfileStore inner, TimeProvider time) : ProfileStoreWrapper(inner)
    {
        public override Task<VersionedWrite> WriteAsync(
            ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken)
        {
            _ = WriteLaterAsync();
            return Task.FromResult(new VersionedWrite(true, expectedVersion + 1));

            // Runs in the grain's silo, and dies with it.
            async Task WriteLaterAsync()
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
                await base.WriteAsync(key, expectedVersion, state, summary, activity, CancellationToken.None);
            }
        }
    }
}
