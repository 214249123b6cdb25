using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>What the engine logs.</summary>
internal sealed partial class SiloLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "Activation of {Grain} failed")]
    public partial void ActivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(2, LogLevel.Warning, "Deactivation of {Grain} failed")]
    public partial void DeactivationFailed(Exception exception, GrainId grain);

    [LoggerMessage(3, LogLevel.Warning, "A timer of {Grain} failed; it goes on")]
    public partial void TimerFailed(Exception exception, GrainId grain);

    [LoggerMessage(4, LogLevel.Information, "Silo {Silo} started")]
    public partial void Started(string silo);

    [LoggerMessage(5, LogLevel.Information, "Silo {Silo} stopped")]
    public partial void Stopped(string silo);

    [LoggerMessage(6, LogLevel.Warning, "Silo {Silo} did not stop in {Time}; {Count} activations were dropped")]
    public partial void StopTimedOut(string silo, TimeSpan time, int count);

    [LoggerMessage(7, LogLevel.Warning, "Reminder {Reminder} of {Grain} failed; its next tick comes all the same")]
    public partial void ReminderFailed(Exception exception, string reminder, GrainId grain);

    [LoggerMessage(8, LogLevel.Warning, "The reminder table could not be read; it is tried again in {Delay}")]
    public partial void ReminderTableFailed(Exception exception, TimeSpan delay);
}
