namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Holds every attempt of a request to its key's pace, those that the retries make included.</summary>
internal sealed class PacedHandler(HttpMessageHandler network) : DelegatingHandler(network)
{
    private static readonly HttpRequestOptionsKey<Func<CancellationToken, Task>> Turn = new("icomm.publish.turn");

    public static void Pace(HttpRequestMessage request, Func<CancellationToken, Task> turn) => request.Options.Set(Turn, turn);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Turn, out var turn))
            await turn(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
