using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>Asks one shop questions on behalf of one integration. Fenicio knows who asks by the address alone.</summary>
internal sealed class FenicioSession(StoreHttpClient http, string integrationId, Uri site, StorePatience patience)
{
    /// <summary>One page of the orders of some days, both ends included.</summary>
    /// <exception cref="StoreException">No usable answer came.</exception>
    public async Task<T> ListAsync<T>(DateOnly? from, DateOnly? until, int page, int pageSize, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var days = from is null || until is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&fDesde={from:yyyy-MM-dd}&fHasta={until:yyyy-MM-dd}");
        var url = new Uri(site, string.Create(CultureInfo.InvariantCulture, $"API_V1/ordenes?pag={page}&tot={pageSize}{days}&incluirAtributosProducto=1"));
        try
        {
            return await SendAsync(url, read, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code == FenicioRefusals.NotAuthorized && patience == StorePatience.Stubborn)
        {
            // A run that has come this far was let in; a refusal may be a passing one of the shop's gate, so it is believed when said twice.
            return await SendAsync(url, read, cancellationToken);
        }
    }

    private async Task<T> SendAsync<T>(Uri url, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(
                new StoreCall(FenicioConnector.Type, integrationId, "orders", patience),
                () => new HttpRequestMessage(HttpMethod.Get, url),
                json =>
                {
                    using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no list of orders");
                    return FenicioRefusals.Of(document.RootElement) is { } refusal ? throw refusal : read(document.RootElement);
                },
                explain: null,
                cancellationToken);
        }
        catch (StoreException refused)
        {
            throw FenicioRefusals.InItsWords(refused);
        }
    }
}
