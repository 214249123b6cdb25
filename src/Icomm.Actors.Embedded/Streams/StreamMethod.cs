using System.Reflection;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A grain method that returns an enumeration. It starts with the first step, not with the call.</summary>
internal sealed class StreamMethod<T>(MethodInfo method) : GrainMethod(method)
{
    private readonly Func<object, object?[], IAsyncEnumerable<T>> _invoke = Compile<IAsyncEnumerable<T>>(method, call => call);

    public IAsyncEnumerable<T> Invoke(object grain, object?[] args, CancellationToken token)
    {
        if (TokenIndex >= 0)
        {
            args = [.. args];
            args[TokenIndex] = token;
        }

        return _invoke(grain, args);
    }

    public override object Call(GrainReference target, object?[] args) => new GrainStream<T>(target, this, args);
}
