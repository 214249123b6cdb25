namespace Icomm.Actors.Persistence;

/// <summary>The open database and the folder beside it. Opens at its first use, or when the host starts, whichever comes first; closes after writing what is queued.</summary>
public abstract class StoreDatabase : IAsyncDisposable, IDisposable
{
    public abstract PersistenceMetrics Metrics { get; }

    /// <summary>The data folder, locked for this process.</summary>
    /// <exception cref="PersistenceException">It can't be opened.</exception>
    public abstract DataFolder Folder { get; }

    /// <summary>Opens the data folder and brings the schema up to date, unless that has been done.</summary>
    /// <exception cref="PersistenceException">It can't be opened.</exception>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Runs what only one process of the installation may do at a time; the others wait.</summary>
    public abstract Task OneAtATimeAsync(string what, Func<Task> run, CancellationToken cancellationToken);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public abstract ValueTask DisposeAsync();

    internal static PersistenceException Closed() => new(PersistenceErrors.StoreClosed, "The store has been closed.");
}
