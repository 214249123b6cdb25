using System.Net.Http.Headers;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Asks one site questions on behalf of one integration, with the token on each.</summary>
internal sealed class HermesSession(StoreHttpClient http, TimeProvider timeProvider, string integrationId, HermesSettings settings, StorePatience patience)
{
    private const string TokenHeader = "X-App-Token";

    public HermesSettings Settings => settings;

    public string IntegrationId => integrationId;

    /// <inheritdoc cref="StorePage.StoreTime"/>
    public DateTimeOffset? StoreTime { get; private set; }

    /// <param name="resource">One of <see cref="HermesPaths"/>.</param>
    /// <param name="query">With its question mark, or empty.</param>
    /// <exception cref="StoreException">No usable answer came; the problem names the endpoint wherever whoever implements it has to look there.</exception>
    public async Task<T> GetAsync<T>(string resource, string query, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendTwiceAsync(resource, query, read, cancellationToken);
        }
        catch (StoreException failure) when (IsAboutTheEndpoint(failure.Problem.Code))
        {
            var known = failure.Problem.Code == "endpoint_not_found" ? HermesRefusals.NotServed().Problem : failure.Problem;
            throw new StoreException(known.About(HermesPaths.Endpoint(resource)), failure.IsTransient, failure.InnerException) { RetryAfter = failure.RetryAfter };
        }
    }

    /// <summary>Tokens don't expire, and a run that has come this far has a good one: a refusal may be a passing one of the site's gate, so it is believed when said twice.</summary>
    private async Task<T> SendTwiceAsync<T>(string resource, string query, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(resource, query, read, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code == "credentials_rejected" && patience == StorePatience.Stubborn)
        {
            return await SendAsync(resource, query, read, cancellationToken);
        }
    }

    private Task<T> SendAsync<T>(string resource, string query, AnswerReader<T> read, CancellationToken cancellationToken) => http.SendAsync(
        new StoreCall(HermesConnector.Type, integrationId, resource, patience) { OnAnswer = headers => StoreTime ??= StoreClock.IfBehind(headers, timeProvider) },
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Site, HermesPaths.Base + resource + query));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.AppToken);

            // Once more where it arrives for certain: some web servers keep Authorization from the program behind them.
            request.Headers.Add(TokenHeader, settings.AppToken);
            return request;
        },
        read,
        HermesRefusals.Read,
        cancellationToken);

    private static bool IsAboutTheEndpoint(string code) =>
        code is "endpoint_not_found" or "permission_missing" or "request_rejected" or "store_error" || code.StartsWith("answer_", StringComparison.Ordinal) || code.StartsWith("cursor_", StringComparison.Ordinal);
}
