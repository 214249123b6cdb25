using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Sites that serve the Hermes contract (facts/stores.md §5), which is ours: docs/hermes publishes it.</summary>
public sealed class HermesConnector(StoreHttpClient http, TimeProvider timeProvider, ILogger<HermesConnector> logger) : IStoreConnector
{
    internal const string Type = "hermes";

    public string StoreType => Type;

    public ConnectorDescription Description => HermesDescription.Value;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) =>
        new HermesVerifier(http.Options, timeProvider).VerifyAsync(() => Open(connection, StorePatience.Brief), cancellationToken);

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        var reader = new HermesReader(Open(connection, StorePatience.Stubborn), timeProvider, logger);
        var readAt = timeProvider.GetUtcNow();
        switch (request.Resource)
        {
            case StoreResource.Orders:
                var orders = await reader.ReadAsync<StoreOrder>(HermesPaths.Orders, request, order => HermesOrderDecoder.Decode(order, readAt), cancellationToken);

                // The contract's window is one of changes: an old order may have changed in it.
                return orders.Around(new StorePage { Orders = [.. orders.Records.Where(order => !(order.PlacedAt < request.PlacedFrom))] });
            case StoreResource.Customers:
                var customers = await reader.ReadAsync<StoreCustomer>(HermesPaths.Customers, request, customer => HermesCustomerDecoder.Decode(customer, readAt), cancellationToken);
                return customers.Around(new StorePage { Customers = customers.Records });
            case StoreResource.Catalogue:
                var products = await reader.ReadAsync<CatalogueItem>(HermesPaths.Products, request, HermesProductDecoder.Decode, cancellationToken);
                return products.Around(new StorePage { Catalogue = products.Records });
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request.Resource, "Hermes has no such resource");
        }
    }

    private HermesSession Open(StoreConnection connection, StorePatience patience) =>
        new(http, timeProvider, connection.IntegrationId, HermesSettings.Read(connection, http.Options.AllowLoopback), patience);
}
