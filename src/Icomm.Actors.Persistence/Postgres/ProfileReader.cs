using System.Threading.Channels;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Group read: a few loops take what is waiting and look it up with one statement.</summary>
internal sealed class ProfileReader : IAsyncDisposable
{
    // To the end of the batch, which is a transaction: the plan is made once a connection, and looks each profile up by its index. To plan a small read takes longer than to make it, and a kept plan that rests on
    // what the server knows of the table is one for a small table while the first sync fills it.
    private const string KeepPlan = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)";

    private const string Select = """
        SELECT u.number, p.version, p.state
        FROM unnest($1, $2, $3) WITH ORDINALITY AS u (account, database_id, profile_id, number)
        JOIN database_keys k ON k.account = u.account AND k.database_id = u.database_id
        CROSS JOIN LATERAL (SELECT version, state FROM profiles WHERE database_key = k.database_key AND profile_id = u.profile_id LIMIT 1) p
        """;

    // No bound of its own: an activation has one read at most, and activations are bounded by what calls them.
    private readonly Channel<Wanted> _queue = Channel.CreateUnbounded<Wanted>();
    private readonly PostgresDatabase _database;
    private readonly int _maxBatch;
    private readonly PersistenceMetrics _metrics;
    private readonly Task[] _ended;

    public ProfileReader(PostgresDatabase database, PersistenceOptions options, PersistenceMetrics metrics)
    {
        (_database, _maxBatch, _metrics) = (database, options.MaxReadBatch, metrics);
        _ended = [.. Enumerable.Range(0, options.ProfileReaders).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>For tests: called before a batch is taken.</summary>
    internal Action? BeforeBatch { get; set; }

    public Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken)
    {
        var wanted = new Wanted(key);
        if (!_queue.Writer.TryWrite(wanted))
            throw StoreDatabase.Closed();
        return cancellationToken.CanBeCanceled ? wanted.Completion.Task.WaitAsync(cancellationToken) : wanted.Completion.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_ended).ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<Wanted>(_maxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            BeforeBatch?.Invoke();
            while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var wanted))
                batch.Add(wanted);
            if (batch.Count == 0)
                continue;
            await ReadAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task ReadAsync(List<Wanted> batch)
    {
        try
        {
            var found = await _database.UseAsync(connection => FindAsync(connection, batch), CancellationToken.None).ConfigureAwait(false);
            _metrics.Read(batch.Count);
            for (var i = 0; i < found.Length; i++)
                batch[i].Completion.TrySetResult(found[i]);
        }
        catch (Exception e)
        {
            foreach (var wanted in batch)
                wanted.Completion.TrySetException(e);
        }
    }

    private async Task<StoredProfile?[]> FindAsync(NpgsqlConnection connection, List<Wanted> batch)
    {
        await using var select = connection.CreateBatch();
        select.Add(KeepPlan);
        select.Add(
            Select,
            PostgresCommands.Column(batch, wanted => PostgresText.Of(wanted.Key.Account)),
            PostgresCommands.Column(batch, wanted => PostgresText.Of(wanted.Key.Database)),
            PostgresCommands.Column(batch, wanted => PostgresText.Of(wanted.Key.ProfileId)));
        await using var reader = await select.ExecuteReaderAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var found = new StoredProfile?[batch.Count];
        while (await reader.ReadAsync().ConfigureAwait(false))
            found[reader.GetInt64(0) - 1] = new StoredProfile(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
        return found;
    }

    private sealed class Wanted(ProfileKey key)
    {
        public ProfileKey Key => key;

        public TaskCompletionSource<StoredProfile?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
