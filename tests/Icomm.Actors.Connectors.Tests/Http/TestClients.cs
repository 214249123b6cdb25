using System.Net;
using System.Net.Http.Headers;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Connectors.Tests.Http;

/// <summary>Store clients without a network behind them.</summary>
internal static class TestClients
{
    public static StoreHttpClient Create(StoreHttpOptions options, HttpMessageHandler handler, TimeProvider? clock = null) =>
        new(options, clock ?? TimeProvider.System, new ConnectorMetrics(), NullLogger<StoreHttpClient>.Instance, handler, randomizer: () => 0.5);

    /// <summary>Asks, and takes the answer's length.</summary>
    public static Task<int> AskAsync(
        StoreHttpClient client, string url, HttpMethod? method = null, StorePatience patience = StorePatience.Stubborn, string integrationId = "i-1") => client.SendAsync(
            new StoreCall("test", integrationId, "things", patience),
            () => new HttpRequestMessage(method ?? HttpMethod.Get, url) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "very-secret") } },
            json => json.Length,
            explain: null,
            CancellationToken.None);

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) };
}

/// <summary>Answers as a script says, and remembers what it was asked.</summary>
internal sealed class ScriptedHandler(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly List<Uri> _asked = [];

    public IReadOnlyList<Uri> Asked => _asked;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Add(request.RequestUri!);
        return Task.FromResult(answer(request, _asked.Count));
    }
}
