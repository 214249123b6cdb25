using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that reminders can call. It is activated for a tick when need be.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A tick. An exception is logged; the next tick comes all the same.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
