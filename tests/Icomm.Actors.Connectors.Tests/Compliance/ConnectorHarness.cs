using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>Connectors as a host registers them, with waits between attempts so short that tests need not skip them.</summary>
public sealed class ConnectorHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ConnectorHarness(TimeProvider? clock = null, Action<StoreHttpOptions>? configure = null)
    {
        var services = new ServiceCollection();
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddStoreConnectors(options =>
        {
            options.AllowLoopback = true;
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            options.MaxRetryDelay = TimeSpan.FromMilliseconds(5);
            options.UnnamedWait = TimeSpan.FromMilliseconds(5);
            options.CircuitMinimumAttempts = 1_000;
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
    }

    public ConnectorRegistry Registry => _services.GetRequiredService<ConnectorRegistry>();

    public StoreHttpClient Http => _services.GetRequiredService<StoreHttpClient>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>Reads windows to their end.</summary>
public static class Reading
{
    private const int MostPages = 10_000;

    /// <param name="afterPage">Called after each page with its number, from 0.</param>
    public static async Task<List<StorePage>> ReadAllAsync(
        this IStoreConnector connector, StoreConnection connection, StoreResource resource, TimeInterval window, int pageSize, string? from = null, Action<int>? afterPage = null,
        DateTimeOffset? placedFrom = null)
    {
        var pages = new List<StorePage>();
        var token = from;
        do
        {
            var page = await connector.ReadPageAsync(connection, new StorePageRequest(resource, window, token, pageSize) { PlacedFrom = placedFrom }, CancellationToken.None);
            Assert.True(page.NextPageToken is null || page.NextPageToken != token, "the page token stands still");
            Assert.True(pages.Count < MostPages, "the window has no end");
            pages.Add(page);
            token = page.NextPageToken;
            afterPage?.Invoke(pages.Count - 1);
        }
        while (token is not null);
        return pages;
    }
}
