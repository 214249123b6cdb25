using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>VTEX over its Orders, Master Data and Catalog APIs (facts/stores.md §3).</summary>
public sealed class VtexConnector : IStoreConnector
{
    internal const string Type = "vtex";

    private readonly StoreHttpClient _http;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<VtexConnector> _logger;
    private readonly IdleCache<VtexBreaker> _breakers;
    private readonly VtexCatalogue _catalogue;

    public VtexConnector(StoreHttpClient http, TimeProvider timeProvider, ILogger<VtexConnector> logger)
    {
        _http = http;
        _timeProvider = timeProvider;
        _logger = logger;
        _breakers = new IdleCache<VtexBreaker>(timeProvider, TimeSpan.FromMinutes(10));
        _catalogue = new VtexCatalogue(timeProvider, logger);
    }

    public string StoreType => Type;

    public ConnectorDescription Description => VtexDescription.Value;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) =>
        new VtexVerifier(_http.Options, _timeProvider).VerifyAsync(() => Open(connection, StorePatience.Brief), cancellationToken);

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        var session = Open(connection, StorePatience.Stubborn);
        return request.Resource switch
        {
            StoreResource.Orders => await new VtexOrderReader(session, _timeProvider, _logger).ReadAsync(request, cancellationToken),
            StoreResource.Customers => await new VtexCustomerReader(session, _timeProvider, _logger).ReadAsync(request, cancellationToken),
            StoreResource.Catalogue => await _catalogue.ReadAsync(session, request, cancellationToken),
            var other => throw new ArgumentOutOfRangeException(nameof(request), other, "VTEX has no such resource"),
        };
    }

    private VtexSession Open(StoreConnection connection, StorePatience patience)
    {
        var settings = VtexSettings.Read(connection, _http.Options.AllowLoopback);
        if (_breakers.Find(connection.IntegrationId) is not { } breaker)
        {
            breaker = new VtexBreaker(_http.Options.CircuitBreak, _timeProvider);
            _breakers.Set(connection.IntegrationId, breaker);
        }

        return new VtexSession(_http, breaker, connection.IntegrationId, settings, patience);
    }
}
