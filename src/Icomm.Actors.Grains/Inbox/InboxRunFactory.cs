using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Inbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>Puts together what applying messages needs.</summary>
public sealed class InboxRunFactory(StoreAccess stores, IInbox inbox, InboxMetrics metrics, IOptions<InboxOptions> options, TimeProvider time, ILoggerFactory loggers)
{
    /// <returns>Null while somebody has the integration switched off or it is being deleted: messages are kept for when it is resumed. One that paused by itself, because it could not be pulled, is pushed to as before.</returns>
    /// <exception cref="StoreException">The integration or its database is gone, its platform is not one that pushes, or the secrets can't be decrypted.</exception>
    internal async Task<InboxRun?> CreateAsync(IntegrationKey key, IGrainFactory grains)
    {
        var status = await grains.GetGrain<IIntegrationGrain>(key.ToString()).GetStatusAsync();
        if (status?.Definition is not { } definition)
            throw Gone(new StoreProblem(
                "integration_not_found",
                new("The integration is gone.", "La integración ya no existe.", "A integração não existe mais."),
                new(
                    "Revoke its token, so that the store sends nothing more.",
                    "Revocar su token, para que la tienda no envíe nada más.",
                    "Revogar seu token, para que a loja não envie mais nada.")));
        if (status.Pause is { Reason: PauseReason.Requested } || status.Deletion is not null)
            return null;
        if (stores.ConnectorOf(definition) is not IPushConnector connector)
            throw Gone(new StoreProblem(
                "push_not_supported",
                new(
                    $"'{definition.StoreType}' does not send its orders by itself.",
                    $"'{definition.StoreType}' no envía sus órdenes por sí mismo.",
                    $"'{definition.StoreType}' não envia seus pedidos por si mesmo."),
                new("Revoke the integration's token.", "Revocar el token de la integración.", "Revogar o token da integração.")));
        var connection = stores.Connect(key, definition);
        var applier = await stores.ApplierAsync(key, definition, grains);
        return new InboxRun(key, connector, connection, applier, inbox, metrics, options.Value, time, loggers.CreateLogger<InboxRun>());
    }

    private static StoreException Gone(StoreProblem problem) => new(problem, isTransient: false);
}
