namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Something to write, waiting for its turn on the writer's connection and then for the commit.</summary>
internal abstract class WriteOperation
{
    /// <summary>
    /// Whether it can do without a savepoint: it is a single statement that changes rows, which SQLite undoes by itself when it fails, or several in such an order that what an error leaves
    /// behind is right.
    /// </summary>
    public virtual bool IsSingleStatement => false;

    /// <summary>Set when the operation has failed alone; its neighbours go on.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Writes. An exception undoes this operation only.</summary>
    public abstract void Apply(SqliteSession session);

    /// <summary>Tells the waiting caller that what <see cref="Apply"/> did is durable.</summary>
    public abstract void Complete();

    public void Fail(Exception error)
    {
        if (IsSettled)
            return;
        IsSettled = true;
        SetException(error);
    }

    protected abstract void SetException(Exception error);
}

/// <summary>A <see cref="WriteOperation"/> with a result. The caller goes on elsewhere than on the writer's thread.</summary>
internal abstract class WriteOperation<TResult> : WriteOperation
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    public Task<TResult> Task => _completion.Task;

    public sealed override void Apply(SqliteSession session) => _result = Write(session);

    public sealed override void Complete() => _completion.TrySetResult(_result);

    protected abstract TResult Write(SqliteSession session);

    protected sealed override void SetException(Exception error) => _completion.TrySetException(error);
}

/// <summary>An operation that is one function, for what isn't written a thousand times a second.</summary>
internal sealed class WriteFunction<TResult>(Func<SqliteSession, TResult> write) : WriteOperation<TResult>
{
    protected override TResult Write(SqliteSession session) => write(session);
}
