using System.Collections.Immutable;
using Icomm.Actors.Connectors.Fenicio.Files;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Fenicio (facts/stores.md §4): orders come by messages that the shop sends, are read over API_V1 where the shop lets us in, and those of the past come as the report
/// "Productos por venta".
/// </summary>
public sealed class FenicioConnector(StoreHttpClient http, TimeProvider timeProvider) : IPushConnector, IFileConnector
{
    internal const string Type = "fenicio";

    public string StoreType => Type;

    public ConnectorDescription Description => FenicioDescription.Value;

    /// <summary>Nothing without the shop's address.</summary>
    public ImmutableArray<StoreResource> ResourcesOf(StoreConnection connection) =>
        connection.Find(FenicioSettings.Names.SiteUrl) is null ? [] : Description.Resources;

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => new FenicioVerifier(http.Options, timeProvider).VerifyAsync(
        () => FenicioSettings.Read(connection, http.Options.AllowLoopback),
        site => new FenicioSession(http, connection.IntegrationId, site, StorePatience.Brief),
        cancellationToken);

    public Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        if (request.Resource != StoreResource.Orders)
            throw new ArgumentOutOfRangeException(nameof(request), request.Resource, "Fenicio has no such resource");
        var settings = FenicioSettings.Read(connection, http.Options.AllowLoopback);
        var session = new FenicioSession(
            http, connection.IntegrationId, settings.Site ?? throw StoreException.SettingMissing(FenicioSettings.Names.SiteUrl), StorePatience.Stubborn);
        return new FenicioOrderReader(session, settings, timeProvider).ReadAsync(request, cancellationToken);
    }

    public StorePage Receive(StoreConnection connection, ReadOnlySpan<byte> message, DateTimeOffset receivedAt) =>
        new FenicioMessages(TimeOf(connection)).Receive(message, receivedAt);

    public string Raw(ReadOnlySpan<byte> message) => FenicioMessages.Raw(message);

    public byte[] Acknowledge(ReadOnlySpan<byte> message) => FenicioMessages.Acknowledge(message);

    public IAsyncEnumerable<FileRow> ReadRowsAsync(StoreConnection connection, Stream file, CancellationToken cancellationToken) => FenicioFileReader.ReadAsync(file, cancellationToken);

    public FileOrders Compose(StoreConnection connection, IReadOnlyList<IReadOnlyList<FileRow>> orders, FileRules rules) =>
        new FenicioFileOrders(TimeOf(connection), rules).Compose(orders);

    private static FenicioTime TimeOf(StoreConnection connection) => new(FenicioSettings.ReadZone(connection));
}
