using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// A reminder table that others keep in the same PostgreSQL, with the manners of everything else there: a restart of the server is a delay and no failure, and what fails for longer fails with a code.
/// </summary>
/// <param name="table">What it does may be done twice.</param>
public sealed class PatientReminderTable(IReminderTable table, PostgresDatabase database) : IReminderTable
{
    /// <exception cref="PersistenceException">PostgreSQL refused, or was away for too long; so do all others.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => database.RepeatAsync(
        async () =>
        {
            await table.StartAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task<ReminderTableData> ReadRows(GrainId grainId) => RepeatAsync(() => table.ReadRows(grainId));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => RepeatAsync(() => table.ReadRows(begin, end));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => RepeatAsync(() => table.ReadRow(grainId, reminderName));

    public Task<string?> UpsertRow(ReminderEntry entry) => RepeatAsync(() => table.UpsertRow(entry));

    /// <returns>Whether it is gone: a removal whose answer was lost finds nothing when it is repeated.</returns>
    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => RepeatAsync(
        async () => await table.RemoveRow(grainId, reminderName, eTag).ConfigureAwait(false) || await table.ReadRow(grainId, reminderName).ConfigureAwait(false) is null);

    public Task TestOnlyClearTable() => table.TestOnlyClearTable();

    public Task StopAsync(CancellationToken cancellationToken = default) => table.StopAsync(cancellationToken);

    private Task<TResult> RepeatAsync<TResult>(Func<Task<TResult>> use) => database.RepeatAsync(use, CancellationToken.None);
}
