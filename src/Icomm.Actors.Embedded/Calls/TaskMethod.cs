using System.Linq.Expressions;
using System.Reflection;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A grain method that returns one answer.</summary>
/// <param name="method">The interface's method.</param>
/// <param name="toReturnType">Makes what the method returns of the answer's task.</param>
internal sealed class TaskMethod<TResult>(MethodInfo method, Func<Task<TResult>, object> toReturnType) : GrainMethod(method)
{
    private readonly Func<object, object?[], Task> _invoke = Compile<Task>(method, AsTask);

    public Task Invoke(object grain, object?[] args) => _invoke(grain, args);

    public override object Call(GrainReference target, object?[] args) =>
        toReturnType(new MethodCall<TResult>(target, this, args).SendAsync());

    private static Expression AsTask(Expression call) =>
        typeof(Task).IsAssignableFrom(call.Type) ? call : Expression.Call(call, nameof(ValueTask.AsTask), null);
}
