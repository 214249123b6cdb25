using System.Net.Http.Headers;

namespace Icomm.Actors.Connectors.Http;

/// <summary>One question to a store, without the question itself.</summary>
/// <param name="StoreType">For logs and metrics.</param>
/// <param name="IntegrationId">Whose turn, whose circuit.</param>
/// <param name="Operation">A fixed word for logs and metrics: <c>orders</c>, <c>token</c>.</param>
/// <param name="Patience">How long and how often to try.</param>
public sealed record StoreCall(string StoreType, string IntegrationId, string Operation, StorePatience Patience)
{
    /// <summary>0, or the number of a further lane where a platform is asked several questions at a time: each lane lets one request through, and has a circuit of its own.</summary>
    public int Lane { get; init; }

    /// <summary>The most requests that the integration may send in a minute over all its lanes, retries counted; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Called with the headers of an answer that is read, for platforms that say something in them (totals, scroll tokens); once for each attempt that gets one.</summary>
    public Action<HttpResponseHeaders>? OnAnswer { get; init; }

    /// <summary>Called when the store asks for fewer requests (429), with the wait that it names, null for none; gives the wait to keep. For platforms that have a rule where none is named.</summary>
    public Func<TimeSpan?, TimeSpan?>? OnLimited { get; init; }

    /// <summary>Called with each attempt's request once its address is known, redirects too; for platforms whose requests are signed.</summary>
    public Action<HttpRequestMessage>? OnSending { get; init; }
}

/// <summary>How stubborn a call is.</summary>
public enum StorePatience
{
    /// <summary>A run in the background: tried again with growing waits.</summary>
    Stubborn,

    /// <summary>A person is waiting: short time-outs, one attempt.</summary>
    Brief,
}

/// <summary>Reads a complete answer. May run more than once; a <see cref="System.Text.Json.JsonException"/> means that the answer is broken and is worth another attempt.</summary>
public delegate T AnswerReader<out T>(ReadOnlySpan<byte> json);

/// <summary>A store's refusal, as far as a platform may know more about it than its status says.</summary>
/// <param name="body">The answer's beginning, at most 64 KB; empty when it is not JSON.</param>
public readonly ref struct StoreRefusal(System.Net.HttpStatusCode status, ReadOnlySpan<byte> body)
{
    public System.Net.HttpStatusCode Status { get; } = status;

    public ReadOnlySpan<byte> Body { get; } = body;
}

/// <summary>Words a refusal in the platform's terms; null leaves it to the status.</summary>
public delegate StoreException? RefusalReader(StoreRefusal refusal);
