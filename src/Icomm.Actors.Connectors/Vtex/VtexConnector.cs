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
    private readonly IdleCache<VtexRest> _rests;
    private readonly VtexCatalogue _catalogue;

    public VtexConnector(StoreHttpClient http, TimeProvider timeProvider, ILogger<VtexConnector> logger)
    {
        _http = http;
        _timeProvider = timeProvider;
        _logger = logger;
        _breakers = new IdleCache<VtexBreaker>(timeProvider, TimeSpan.FromMinutes(10));
        _rests = new IdleCache<VtexRest>(timeProvider, TimeSpan.FromHours(1));
        _catalogue = new VtexCatalogue(timeProvider, logger);
    }

    public string StoreType => Type;

    public ConnectorDescription Description => VtexDescription.Value;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) =>
        new VtexVerifier(_http.Options, _timeProvider, _logger).VerifyAsync(() => OpenChecked(connection), cancellationToken);

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        var session = Open(connection, StorePatience.Stubborn);
        return request.Resource switch
        {
            StoreResource.Orders => await ReadOrdersAsync(session, request, cancellationToken),
            StoreResource.Customers => await new VtexCustomerReader(session, _timeProvider, _logger).ReadAsync(request, cancellationToken),
            StoreResource.Catalogue => await _catalogue.ReadAsync(session, request, cancellationToken),
            var other => throw new ArgumentOutOfRangeException(nameof(request), other, "VTEX has no such resource"),
        };
    }

    private Task<StorePage> ReadOrdersAsync(VtexSession session, StorePageRequest request, CancellationToken cancellationToken)
    {
        var fetcher = new VtexOrderFetcher(session, _timeProvider, _logger);
        var list = new VtexOrderReader(session, fetcher, _timeProvider);
        return session.Settings.UseFeed
            ? new VtexFeedReader(session, list, fetcher, _timeProvider, _logger).ReadAsync(request, cancellationToken)
            : list.ReadAsync(request, session.Settings.Rescan, cancellationToken);
    }

    private VtexSession OpenChecked(StoreConnection connection)
    {
        VtexSettings.CheckUnread(connection);
        return Open(connection, StorePatience.Brief);
    }

    private VtexSession Open(StoreConnection connection, StorePatience patience)
    {
        var settings = VtexSettings.Read(connection, _http.Options.AllowLoopback);
        if (_breakers.Find(connection.IntegrationId) is not { } breaker)
        {
            breaker = new VtexBreaker(_http.Options.CircuitBreak, _timeProvider);
            _breakers.Set(connection.IntegrationId, breaker);
        }

        return new VtexSession(_http, breaker, RestOf(settings.Site), connection.IntegrationId, settings, patience);
    }

    /// <summary>The rest is the account's: every integration of it keeps it.</summary>
    private VtexRest RestOf(Uri account)
    {
        if (_rests.Find(account.Authority) is { } known)
            return known;
        var rest = new VtexRest(_http.Options, _timeProvider);
        _rests.Set(account.Authority, rest);
        return rest;
    }
}
