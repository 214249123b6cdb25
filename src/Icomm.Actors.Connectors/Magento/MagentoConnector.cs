using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Magento 2 and Adobe Commerce over their REST API (facts/stores.md §2).</summary>
public sealed class MagentoConnector : IStoreConnector
{
    internal const string Type = "magento";

    private readonly StoreHttpClient _http;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<MagentoConnector> _logger;
    private readonly MagentoTokens _tokens;
    private readonly MagentoCatalogue _catalogue;

    public MagentoConnector(StoreHttpClient http, TimeProvider timeProvider, ILogger<MagentoConnector> logger)
    {
        _http = http;
        _timeProvider = timeProvider;
        _logger = logger;
        _tokens = new MagentoTokens(http, timeProvider);
        _catalogue = new MagentoCatalogue(timeProvider, logger);
    }

    public string StoreType => Type;

    public ConnectorDescription Description => MagentoDescription.Value;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) =>
        new MagentoVerifier(_http.Options, _timeProvider).VerifyAsync(() => Open(connection, StorePatience.Brief), cancellationToken);

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        var session = Open(connection, StorePatience.Stubborn);
        var page = request.Resource switch
        {
            StoreResource.Orders => await ReadOrdersAsync(session, request, cancellationToken),
            StoreResource.Customers => await ReadCustomersAsync(session, request, cancellationToken),
            StoreResource.Catalogue => await ReadCatalogueAsync(session, request, cancellationToken),
            var other => throw new ArgumentOutOfRangeException(nameof(request), other, "Magento has no such resource"),
        };
        return page with { StoreTime = session.StoreTime };
    }

    private async Task<StorePage> ReadOrdersAsync(MagentoSession session, StorePageRequest request, CancellationToken cancellationToken)
    {
        var rules = session.Settings.Rules;
        var list = new MagentoList("orders", "orders", MagentoOrderDecoder.FieldsFor(rules), session.Settings.StoreViewId, request.PlacedFrom);
        MagentoOrderDecoder? last = null;
        var (orders, unreadable, next, total) = await new MagentoReader(session).ReadAsync<StoreOrder>(
            list, request, () => last = new MagentoOrderDecoder(_timeProvider.GetUtcNow(), rules), cancellationToken);
        orders = await new MagentoCreditMemos(session, _logger).CompleteAsync(orders, last!.Doubtful, cancellationToken);
        var buyers = await new MagentoBuyers(session, _timeProvider).ReadAsync(orders, cancellationToken);
        return new StorePage
        {
            Orders = orders,
            Customers = buyers.Customers,
            Unreadable = unreadable.AddRange(buyers.Unreadable),
            NextPageToken = next?.ToString(),
            TotalCount = total,
        };
    }

    private async Task<StorePage> ReadCustomersAsync(MagentoSession session, StorePageRequest request, CancellationToken cancellationToken)
    {
        var list = new MagentoList("customers", "customers/search", MagentoCustomerDecoder.Fields, session.Settings.StoreViewId);
        var (customers, unreadable, next, total) = await new MagentoReader(session).ReadAsync<StoreCustomer>(
            list, request, () => new MagentoCustomerDecoder(_timeProvider.GetUtcNow()), cancellationToken);
        return new StorePage { Customers = customers, Unreadable = unreadable, NextPageToken = next?.ToString(), TotalCount = total };
    }

    private async Task<StorePage> ReadCatalogueAsync(MagentoSession session, StorePageRequest request, CancellationToken cancellationToken)
    {
        var index = await _catalogue.GetAsync(session, isFirstPage: request.PageToken is null, cancellationToken);
        var list = new MagentoList("products", "products", MagentoProductDecoder.Fields);
        var (items, unreadable, next, total) = await new MagentoReader(session).ReadAsync<CatalogueItem>(
            list, request, () => new MagentoProductDecoder(session.Settings.BrandAttribute, index), cancellationToken);
        return new StorePage { Catalogue = items, Unreadable = unreadable, NextPageToken = next?.ToString(), TotalCount = total };
    }

    private MagentoSession Open(StoreConnection connection, StorePatience patience) =>
        new(_http, _tokens, _timeProvider, _logger, connection.IntegrationId, MagentoSettings.Read(connection, _http.Options.AllowLoopback), patience);
}
