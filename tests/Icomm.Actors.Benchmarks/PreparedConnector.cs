using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Benchmarks;

/// <summary>Hands out pages that are ready, so that what is measured begins behind the connector.</summary>
internal sealed class PreparedConnector(ImmutableArray<StorePage> pages) : IStoreConnector
{
    public string StoreType => "prepared";

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Prepared",
        Fields = [],
        Resources = [StoreResource.Orders],
        Lookback = TimeSpan.Zero,
        PageSize = PreparedPages.PageSize,
    };

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => Task.FromResult(new StoreVerification());

    public Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(pages[request.PageToken is null ? 0 : int.Parse(request.PageToken, CultureInfo.InvariantCulture)]);
}
