using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// What the transactions of profiles add to the sums of databases: a row of the journal each, within the transaction. Rows of a month are shared by all silos, so nobody holds them for as long as a
/// transaction of profiles takes; the journal is added to the tables by whoever reads them, and after so many transactions.
/// </summary>
internal sealed class ActivityPosting(PostgresDatabase database) : IAsyncDisposable
{
    /// <summary>Rows of this writer in the journal before it is added to the tables. Adding costs by the sums, and the more rows there are the more often they are of the same month and term; whoever reads has to add what is left.</summary>
    private const int MostInJournal = 256;

    private readonly ActivityTally _tally = new();
    private Task _settling = Task.CompletedTask;
    private int _inJournal;
    private bool _hasPosted;

    /// <summary>Adds up what all writes post, and gives their terms numbers, durably: outside of the transaction, which then holds no row that others want.</summary>
    public async Task PrepareAsync(NpgsqlConnection connection, IReadOnlyList<ProfileWrite> writes)
    {
        _tally.Clear();
        try
        {
            Add(writes);
            await PostgresActivityTables.NumberAsync(connection, _tally.Terms.TakeUnwritten()).ConfigureAwait(false);
        }
        catch
        {
            _tally.Forget();
            throw;
        }
    }

    /// <summary>Within the transaction.</summary>
    /// <param name="writes">Those that <see cref="PrepareAsync"/> was given, with what became of them.</param>
    public async Task PostAsync(NpgsqlConnection connection, IReadOnlyList<ProfileWrite> writes)
    {
        if (writes.Any(write => !write.IsWritten))
        {
            _tally.ClearSums();
            Add(writes.Where(write => write.IsWritten));
        }

        _hasPosted = !_tally.IsEmpty;
        if (_hasPosted)
            await PostgresCommands.ExecuteAsync(connection, "INSERT INTO activity_journal (changes) VALUES ($1)", _tally.Close().Encode()).ConfigureAwait(false);
    }

    /// <summary>The transaction is durable.</summary>
    public void Committed()
    {
        if (!_hasPosted || ++_inJournal < MostInJournal || !_settling.IsCompleted)
            return;
        _inJournal = 0;
        _settling = SettleAsync();
    }

    public async ValueTask DisposeAsync() => await _settling.ConfigureAwait(false);

    private void Add(IEnumerable<ProfileWrite> writes)
    {
        foreach (var write in writes)
        {
            if (write.Activity is { } activity)
                _tally.Add(write.DatabaseKey, activity);
        }
    }

    private async Task SettleAsync()
    {
        try
        {
            await database.WriteAsync(
                session =>
                {
                    session.SettleActivity();
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (PersistenceException)
        {
            // It stays in the journal, and counts from there the next time; what is wrong shows in the writes themselves.
        }
    }
}
