using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

/// <summary>A grain that reminders call; it logs their ticks.</summary>
[Alias("compliance.IReminderGrain")]
public interface IReminderGrain : IGrainWithStringKey
{
    [Alias("Register")]
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    [Alias("Unregister")]
    Task Unregister(string name);

    [Alias("Names")]
    Task<List<string>> Names();

    [Alias("Has")]
    Task<bool> Has(string name);
}

public sealed class ReminderGrain(Stage stage) : Grain, IReminderGrain, IRemindable
{
    public Task Register(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Unregister(string name)
    {
        if (await this.GetReminder(name) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(each => each.ReminderName)];

    public async Task<bool> Has(string name) => await this.GetReminder(name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        stage.Log(this.GetPrimaryKeyString()).Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{reminderName} at {status.CurrentTickTime:HH:mm:ss}, first {status.FirstTickTime:HH:mm:ss}, every {status.Period}"));
        return reminderName.StartsWith("failing", StringComparison.Ordinal)
            ? throw new InvalidOperationException("refused")
            : Task.CompletedTask;
    }
}
