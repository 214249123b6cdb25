using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded.Tests;

public interface IAlarmGrain : IGrainWithStringKey
{
    Task Set(TimeSpan period);
}

/// <summary>A grain with a reminder. Only one test uses it.</summary>
public sealed class AlarmGrain : Grain, IAlarmGrain, IRemindable
{
    public static List<DateTime> Ticks { get; } = [];

    public Task Set(TimeSpan period) => this.RegisterOrUpdateReminder("alarm", period, period);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Ticks.Add(status.CurrentTickTime);
        return Task.CompletedTask;
    }
}
