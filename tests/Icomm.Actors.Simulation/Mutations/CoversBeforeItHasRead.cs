using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Embedded;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Simulation.Plans;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>A slice that was begun counts as covered at once, as if the checkpoint moved before its pages are applied. A crash in between leaves a hole.</summary>
internal sealed record CoversBeforeItHasRead : Mutation
{
    public override SimulationPlan Adjust(SimulationPlan plan) => plan with { Faults = new FaultPlan { SiloDies = 0.03 } };

    public override IIntegrationStore WrapIntegrations(IIntegrationStore store, SeededWorld world) => new Store(store);

    private sealed class Store(IIntegrationStore inner) : IIntegrationStore
    {
        public Task<StoredIntegration?> ReadAsync(IntegrationKey key, CancellationToken cancellationToken) => inner.ReadAsync(key, cancellationToken);

        public Task<VersionedWrite> WriteAsync(IntegrationKey key, long expectedVersion, IntegrationRecord record, CancellationToken cancellationToken) =>
            inner.WriteAsync(key, expectedVersion, Covering(record), cancellationToken);

        public Task<VersionedWrite> DeleteAsync(IntegrationKey key, long expectedVersion, CancellationToken cancellationToken) => inner.DeleteAsync(key, expectedVersion, cancellationToken);

        private static IntegrationRecord Covering(IntegrationRecord record)
        {
            if (record.OpenSlice is not { } slice)
                return record;
            var covered = record.Covered.GetValueOrDefault(slice.Resource) ?? Domain.Time.IntervalSet.Empty;
            return new IntegrationRecord
            {
                Definition = record.Definition,
                CreatedAt = record.CreatedAt,
                Covered = new(record.Covered) { [slice.Resource] = covered.Add(slice.Window) },
                CurrentRun = record.CurrentRun,
                LastSuccessAt = record.LastSuccessAt,
                NextDueAt = record.NextDueAt,
                LastProblemCode = record.LastProblemCode,
                ConsecutiveFailures = record.ConsecutiveFailures,
            };
        }
    }
}
