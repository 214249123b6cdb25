using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>Nothing moves under the hands of a silo: what it writes meanwhile would stay behind.</summary>
internal static class DatabaseUse
{
    /// <summary>A server needs a moment to notice that a silo has gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="PersistenceException">A silo works on the database.</exception>
    public static async Task RefuseAsync(ISqlDatabase database, ITransferDialect dialect, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); await database.ReadAsync(dialect.IsInUse, cancellationToken).ConfigureAwait(false);)
        {
            if (time.GetElapsedTime(began) > patience)
                throw new PersistenceException(PersistenceErrors.DatabaseInUse, "A silo works on the database: stop all silos of it, then try again.");
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
