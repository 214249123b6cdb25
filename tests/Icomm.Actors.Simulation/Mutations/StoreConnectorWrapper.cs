using Icomm.Actors.Connectors;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>Passes everything on; a mutation changes what a page holds.</summary>
internal sealed class StoreConnectorWrapper(IStoreConnector inner, Func<StorePageRequest, StorePage, StorePage> change) : IStoreConnector
{
    public string StoreType => inner.StoreType;

    public ConnectorDescription Description => inner.Description;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => inner.VerifyAsync(connection, cancellationToken);

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken) =>
        change(request, await inner.ReadPageAsync(connection, request, cancellationToken));
}
