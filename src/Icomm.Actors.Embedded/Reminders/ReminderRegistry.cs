using Orleans;
using Orleans.Runtime;
using Orleans.Timers;

namespace Icomm.Actors.Embedded;

/// <summary>Checks what grains ask for and keeps the table and the service in step.</summary>
internal sealed class ReminderRegistry(EmbeddedSilo silo, IServiceProvider services) : IReminderRegistry
{
    private IReminderTable Table =>
        services.GetService(typeof(IReminderTable)) as IReminderTable
        ?? throw new OrleansConfigurationException("Reminders are used, and no IReminderTable is registered");

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        var shortest = silo.Cluster.Options.MinimumReminderPeriod;
        if (period < shortest)
        {
            throw new ArgumentException($"Reminder {reminderName} wants period {period}; the shortest allowed is {shortest}", nameof(period));
        }

        var entry = new ReminderEntry
        {
            GrainId = callingGrainId,
            ReminderName = reminderName,
            StartAt = silo.Cluster.Runner.TimeProvider.GetUtcNow().UtcDateTime + dueTime,
            Period = period,
        };
        entry.ETag = await Table.UpsertRow(entry)
            ?? throw new ReminderException($"Reminder {reminderName} of {callingGrainId} could not be written");
        silo.Cluster.Reminders.Schedule(entry);
        return new GrainReminder(callingGrainId, reminderName, entry.ETag);
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        if (reminder is not GrainReminder registered)
        {
            throw new ArgumentException("The reminder was not given by this engine", nameof(reminder));
        }

        if (!await Table.RemoveRow(registered.GrainId, registered.ReminderName, registered.ETag)
            && await Table.ReadRow(registered.GrainId, registered.ReminderName) is not null)
        {
            throw new ReminderException($"Reminder {registered.ReminderName} of {registered.GrainId} was changed meanwhile. Get it again and retry.");
        }

        silo.Cluster.Reminders.Forget(registered.GrainId, registered.ReminderName);
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return await Table.ReadRow(callingGrainId, reminderName) is { } row ? Reminder(row) : null;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. (await Table.ReadRows(callingGrainId)).Reminders.Select(Reminder)];

    private static GrainReminder Reminder(ReminderEntry row) => new(row.GrainId, row.ReminderName, row.ETag ?? "");
}
