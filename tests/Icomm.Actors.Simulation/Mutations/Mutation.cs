using Icomm.Actors.Connectors;
using Icomm.Actors.Embedded;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Simulation.Plans;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>Something broken on purpose. The checks must notice, or they prove nothing.</summary>
internal abstract record Mutation
{
    /// <summary>Takes away the faults that would hide it, where it needs that.</summary>
    public virtual SimulationPlan Adjust(SimulationPlan plan) => plan;

    public virtual TimeSpan? Lookback => null;

    public virtual IProfileStore WrapProfiles(IProfileStore store, SeededWorld world) => store;

    public virtual IIntegrationStore WrapIntegrations(IIntegrationStore store, SeededWorld world) => store;

    public virtual IStoreConnector WrapConnector(IStoreConnector connector, SeededWorld world) => connector;
}
