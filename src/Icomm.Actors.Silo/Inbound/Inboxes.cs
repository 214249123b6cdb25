using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo.Hosting;

namespace Icomm.Actors.Silo.Inbound;

internal static class Inboxes
{
    /// <summary>Has what a store pushed applied now, without waiting for the next message or attempt; nothing for a store that doesn't push.</summary>
    public static Task ApplyNowAsync(this IGrainFactory grains, ConnectorRegistry connectors, IntegrationStatus integration) =>
        connectors.Find(integration.Definition.StoreType) is IPushConnector
            ? grains.GetGrain<IInboxGrain>(new IntegrationKey(Accounts.Default, integration.IntegrationId).ToString()).ArmAsync()
            : Task.CompletedTask;
}
