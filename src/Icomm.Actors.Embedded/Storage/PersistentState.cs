using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>
/// A grain's stored record. It is its own <see cref="IGrainState{T}"/>: the provider reads into it and writes from it. Operations
/// run one after the other, in the order they were asked for.
/// </summary>
internal sealed class PersistentState<T>(Activation activation, StateSource<T> source)
    : IPersistentState<T>, IGrainState<T>, IReadBeforeActivation
{
    private T _state = default!;
    private Task? _last;
    private bool _hasState;

    public T State
    {
        get
        {
            CheckContext();
            if (!_hasState)
            {
                _state = source.CreateState();
                _hasState = true;
            }

            return _state;
        }

        set
        {
            CheckContext();
            _state = value;
            _hasState = true;
        }
    }

    public string? Etag => ETag;

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    T? IGrainState<T>.State
    {
        get
        {
            if (!_hasState)
            {
                _state = source.CreateState();
                _hasState = true;
            }

            return _state;
        }

        set
        {
            _state = value!;
            _hasState = true;
        }
    }

    public Task ReadAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        InTurn("reading", static (self, token) => self.Storage.ReadStateAsync(self.Name, self.Id, self, token), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        InTurn("writing", static (self, token) => self.Storage.WriteStateAsync(self.Name, self.Id, self, token), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        InTurn("clearing", static (self, token) => self.Storage.ClearStateAsync(self.Name, self.Id, self, token), cancellationToken);

    private Orleans.Storage.IGrainStorage Storage => source.Storage;

    private string Name => source.Name;

    private GrainId Id => activation.GrainId;

    private Task InTurn(string what, Func<PersistentState<T>, CancellationToken, Task> operation, CancellationToken token)
    {
        CheckContext();
        var before = _last;
        var task = before is { IsCompleted: false } ? AfterAsync(before, what, operation, token) : RunAsync(what, operation, token);
        _last = task.IsCompleted ? null : task;
        return task;
    }

    private async Task AfterAsync(Task before, string what, Func<PersistentState<T>, CancellationToken, Task> operation, CancellationToken token)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await RunAsync(what, operation, token);
    }

    private async Task RunAsync(string what, Func<PersistentState<T>, CancellationToken, Task> operation, CancellationToken token)
    {
        if (activation.IsKilled)
        {
            // A thread of a dead silo that runs to its next await must not reach the store any more.
            await new TaskCompletionSource().Task;
        }

        try
        {
            await operation(this, token);
        }
        catch (Exception exception) when (exception is not OrleansException && !(exception is OperationCanceledException && token.IsCancellationRequested))
        {
            // As in Orleans: exceptions of its own family come through, others are wrapped with the original inside.
            throw new OrleansException(
                $"Storage failed while {what} state {Name} of {Id}: {exception.Message}", exception);
        }
    }

    private static void CheckContext()
    {
        if (RuntimeContext.Current is null)
        {
            throw new InvalidOperationException(
                "A grain's state was used outside its turns, for example in Task.Run or after ConfigureAwait(false).");
        }
    }
}
