using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Silo.Queries;

/// <summary>When a shop's data last came in: by a run, or as messages that the store pushed. Where nothing is pulled, a run says nothing of the shop: only what was applied does.</summary>
internal sealed class LastSuccesses(ConnectorRegistry connectors)
{
    public bool IsPushed(IntegrationDefinition definition) => connectors.Find(definition.StoreType) is IPushConnector;

    public bool IsPulled(string integrationId, IntegrationDefinition definition) =>
        connectors.Find(definition.StoreType) is not IPushConnector connector || !connector.ResourcesOf(new StoreConnection(integrationId, definition.Settings)).IsEmpty;

    /// <param name="lastRunAt">End of the last run that succeeded.</param>
    /// <param name="inbox">Of the same integration; null when nothing was ever pushed to it.</param>
    public DateTimeOffset? Of(string integrationId, IntegrationDefinition definition, DateTimeOffset? lastRunAt, InboxRow? inbox)
    {
        var lastPulledAt = IsPulled(integrationId, definition) ? lastRunAt : null;
        var lastAppliedAt = inbox?.Record.LastAppliedAt;
        return lastPulledAt is null || lastAppliedAt > lastPulledAt ? lastAppliedAt : lastPulledAt;
    }
}
