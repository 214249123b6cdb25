using Icomm.Actors.Persistence;

namespace Icomm.Actors.Testing.Grains.Remote;

/// <summary>
/// The way to a server that lives beyond every silo: what has been sent is done, whether or not the sender is still there to hear of it. An operation is one atomic step, after its
/// way there and before its way back.
/// </summary>
/// <remarks>Nothing here uses the thread pool: time comes from the provider's timers, and answers go to the scheduler of whoever awaits them.</remarks>
public sealed class RemoteServer(string name, TimeProvider time)
{
    /// <summary>Decides what happens to an operation. Called in the order of the calls.</summary>
    public Func<RemoteCall, Mishap> Mishaps { get; set; } = static _ => Mishap.None;

    /// <summary>Told of each operation when the server has done it, and of each that fails before.</summary>
    public Action<RemoteCall, Mishap>? Done { get; set; }

    public Task<T> CallAsync<T>(string operation, string subject, Func<T> execute)
    {
        var call = new RemoteCall(name, operation, subject);
        var mishap = Mishaps(call);
        if (mishap.There <= TimeSpan.Zero && mishap.Back <= TimeSpan.Zero)
        {
            var (result, error) = Execute(call, mishap, execute);
            return error is null ? Task.FromResult(result!) : Task.FromException<T>(error);
        }

        var answer = new TaskCompletionSource<T>();
        After(mishap.There, () =>
        {
            var (result, error) = Execute(call, mishap, execute);
            After(mishap.Back, () =>
            {
                if (error is null)
                    answer.SetResult(result!);
                else
                    answer.SetException(error);
            });
        });
        return answer.Task;
    }

    public Task CallAsync(string operation, string subject, Action execute) => CallAsync(operation, subject, () =>
    {
        execute();
        return true;
    });

    private (T? Result, Exception? Error) Execute<T>(RemoteCall call, Mishap mishap, Func<T> execute)
    {
        try
        {
            var result = mishap.Failure == Failure.BeforeCommit ? default : execute();
            Done?.Invoke(call, mishap);
            return mishap.Failure switch
            {
                Failure.BeforeCommit => (default, new PersistenceException(PersistenceErrors.StoreFailed, $"{call} was made to fail before its commit.")),
                Failure.AfterCommit => (default, new PersistenceException(PersistenceErrors.WriteOutcomeUnknown, $"{call} was made to fail after its commit.")),
                _ => (result, null),
            };
        }
        catch (Exception exception)
        {
            return (default, exception);
        }
    }

    /// <summary>A timer of the server's own: it doesn't inherit the caller's context, and outlives the caller.</summary>
    private void After(TimeSpan delay, Action action)
    {
        if (delay <= TimeSpan.Zero)
        {
            action();
            return;
        }

        ITimer? timer = null;
        using var flow = ExecutionContext.SuppressFlow();
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                action();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }
}
