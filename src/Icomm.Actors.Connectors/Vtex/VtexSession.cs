using System.Net.Http.Headers;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>One question to VTEX.</summary>
/// <param name="Operation">A fixed word for logs and metrics.</param>
/// <param name="Path">What follows the host, without a leading slash.</param>
/// <param name="Permission">What the key's role needs for it.</param>
internal sealed record VtexQuestion(string Operation, string Path, VtexPermission Permission)
{
    /// <summary>Master Data's paging header (<c>resources=0-1</c>); null where it isn't asked for.</summary>
    public string? Range { get; init; }

    /// <summary>JSON to send; null for a question that only reads.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Called with the headers of an answer before its body is read.</summary>
    public Action<HttpResponseHeaders>? OnAnswer { get; init; }

    /// <summary>0, or the number of a further lane where several questions may be asked at a time.</summary>
    public int Lane { get; init; }
}

/// <summary>Asks one account questions on behalf of one integration, with key and token on each.</summary>
internal sealed class VtexSession(StoreHttpClient http, VtexBreaker breaker, VtexRest rest, string integrationId, VtexSettings settings, StorePatience patience)
{
    private const string KeyHeader = "X-VTEX-API-AppKey";
    private const string TokenHeader = "X-VTEX-API-AppToken";

    public VtexSettings Settings => settings;

    public string IntegrationId => integrationId;

    /// <exception cref="StoreException">No usable answer came.</exception>
    public async Task<T> GetAsync<T>(VtexQuestion question, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(question, read, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code == "credentials_rejected" && patience == StorePatience.Stubborn)
        {
            // Keys don't expire, and a run that has come this far has a good one: a refusal may be a passing one of VTEX's gate, so it is believed when said twice.
            return await SendAsync(question, read, cancellationToken);
        }
    }

    /// <summary>Sends a question's body. Whatever the answer holds, that it came says that it was taken.</summary>
    /// <exception cref="StoreException">No usable answer came.</exception>
    public Task PostAsync(VtexQuestion question, CancellationToken cancellationToken) => GetAsync(question, static _ => true, cancellationToken);

    private async Task<T> SendAsync<T>(VtexQuestion question, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        // While a person waits, an answer is wanted whatever happened before.
        if (patience == StorePatience.Stubborn)
        {
            breaker.Check();
            await rest.WaitAsync(cancellationToken);
        }

        var url = new Uri(settings.Site, question.Path);
        try
        {
            var answer = await http.SendAsync(
                new StoreCall(VtexConnector.Type, integrationId, question.Operation, patience)
                {
                    Lane = question.Lane,
                    RequestsPerMinute = settings.RequestsPerMinute,
                    OnAnswer = question.OnAnswer,
                    OnLimited = asked => rest.Begin(asked),
                },
                () => Compose(question, url),
                read,
                VtexRefusals.Of(question.Permission),
                cancellationToken);
            breaker.Succeeded();
            return answer;
        }
        catch (StoreException failure) when (patience == StorePatience.Stubborn)
        {
            breaker.Failed(failure);
            throw;
        }
    }

    private HttpRequestMessage Compose(VtexQuestion question, Uri url)
    {
        var request = new HttpRequestMessage(question.Body is null ? HttpMethod.Get : HttpMethod.Post, url)
        {
            // VTEX's schemas ask for a content type on requests without content too (facts §3.7).
            Content = new ByteArrayContent(question.Body ?? []) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add(KeyHeader, settings.AppKey);
        request.Headers.Add(TokenHeader, settings.AppToken);
        if (question.Range is { } range)
            request.Headers.TryAddWithoutValidation("REST-Range", range);
        return request;
    }
}
