using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>A few writers of profiles beside each other, so that one batch is made while the server writes another. All writes of a profile go to the same writer.</summary>
internal sealed class ProfileWriters(PostgresDatabase database, PersistenceOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ProfileWriter[] _writers = Create(database, options, time, logger);

    /// <summary>Writes waiting.</summary>
    public int Length => _writers.Sum(writer => writer.Length);

    /// <inheritdoc cref="ProfileWriter.WriteAsync"/>
    public Task<VersionedWrite> WriteAsync(ProfileWrite write, CancellationToken cancellationToken) =>
        _writers[(uint)write.Key.GetHashCode() % (uint)_writers.Length].WriteAsync(write, cancellationToken);

    /// <summary>Writes what is queued, then ends. Later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
            await writer.DisposeAsync().ConfigureAwait(false);
    }

    private static ProfileWriter[] Create(PostgresDatabase database, PersistenceOptions options, TimeProvider time, ILogger logger)
    {
        var turns = new CommitTurns();
        return [.. Enumerable.Range(0, options.ProfileWriters).Select(_ => new ProfileWriter(database, turns, options, time, logger))];
    }
}
