using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>The caller's side of an enumeration that a grain produces.</summary>
internal sealed class GrainStream<T>(GrainReference target, StreamMethod<T> method, object?[] args) : IAsyncEnumerable<T>
{
    public GrainReference Target => target;

    public StreamMethod<T> Method => method;

    public object?[] Args => args;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        // The caller may have given its token to the method, to the enumeration, or to both.
        var given = method.TokenIndex >= 0 ? (CancellationToken)args[method.TokenIndex]! : default;
        return new GrainStreamReader<T>(this, given, cancellationToken);
    }
}
