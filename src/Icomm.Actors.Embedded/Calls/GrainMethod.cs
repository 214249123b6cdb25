using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A method of a grain interface: its rules, and how it is invoked on a grain.</summary>
internal abstract class GrainMethod
{
    protected GrainMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        TokenIndex = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
    }

    public string Name { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    /// <summary>How long callers wait; null for the cluster's default.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Which parameter is the cancellation token; −1 for none.</summary>
    public int TokenIndex { get; }

    /// <summary>Sends the call and gives what the caller awaits or enumerates.</summary>
    public abstract object Call(GrainReference target, object?[] args);

    public static GrainMethod Create(MethodInfo method)
    {
        var returns = method.ReturnType;
        if (returns == typeof(Task))
        {
            return new TaskMethod<Nothing>(method, static task => task);
        }

        if (returns == typeof(ValueTask))
        {
            return new TaskMethod<Nothing>(method, static task => new ValueTask(task));
        }

        var kind = returns.IsGenericType ? returns.GetGenericTypeDefinition() : null;
        var factory =
            kind == typeof(Task<>) ? nameof(OfTask)
            : kind == typeof(ValueTask<>) ? nameof(OfValueTask)
            : kind == typeof(IAsyncEnumerable<>) ? nameof(OfStream)
            : throw new OrleansConfigurationException(
                $"{method.DeclaringType}.{method.Name} returns {returns}: grain methods return Task, ValueTask or IAsyncEnumerable");
        return (GrainMethod)typeof(GrainMethod)
            .GetMethod(factory, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(returns.GetGenericArguments())
            .Invoke(null, [method])!;
    }

    /// <summary>Compiles <c>(grain, args) => ((IGrain)grain).Method((A)args[0], …)</c>, turned into what <paramref name="adapt"/> makes of it.</summary>
    protected static Func<object, object?[], TReturn> Compile<TReturn>(MethodInfo method, Func<Expression, Expression> adapt)
    {
        var grain = Expression.Parameter(typeof(object));
        var args = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) =>
                Expression.Convert(Expression.ArrayIndex(args, Expression.Constant(i)), parameter.ParameterType)));
        return Expression.Lambda<Func<object, object?[], TReturn>>(adapt(call), grain, args).Compile();
    }

    private static TaskMethod<T> OfTask<T>(MethodInfo method) => new(method, static task => task);

    private static TaskMethod<T> OfValueTask<T>(MethodInfo method) => new(method, static task => new ValueTask<T>(task));

    private static StreamMethod<T> OfStream<T>(MethodInfo method) => new(method);

    /// <summary>The result of methods without one.</summary>
    internal readonly struct Nothing;
}
