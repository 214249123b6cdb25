using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo.Access;

namespace Icomm.Actors.Silo.Inbound;

internal static class Inboxes
{
    /// <summary>Has what a store pushed applied now, without waiting for the next message or attempt; nothing for a store that doesn't push.</summary>
    public static Task ApplyNowAsync(this IGrainFactory grains, Caller caller, ConnectorRegistry connectors, IntegrationStatus integration) =>
        connectors.Find(integration.Definition.StoreType) is IPushConnector
            ? grains.GetGrain<IInboxGrain>(new IntegrationKey(caller.Account, integration.IntegrationId).ToString()).ArmAsync()
            : Task.CompletedTask;
}
