using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Icomm.Actors.Simulation.Checks;

/// <summary>Reads what grains and engine log: an exception that no injected fault explains is a bug, even when somebody caught it.</summary>
internal sealed class LogWatch(Violations violations) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && !IsExplained(exception))
            violations.Add($"logged: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }

    /// <summary>Whether a fault of the plan may end in this.</summary>
    public static bool IsExplained(Exception exception) => exception switch
    {
        PersistenceException or StoreException or TimeoutException or OperationCanceledException => true,
        OrleansException { InnerException: { } inner } => IsExplained(inner),
        OrleansException => true,
        AggregateException { InnerExceptions: var all } => all.All(IsExplained),
        _ => false,
    };
}
