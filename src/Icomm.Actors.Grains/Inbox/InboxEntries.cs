using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>Which entry of the run log messages are counted to: one an hour, since one a message would drown the runs.</summary>
internal static class InboxEntries
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <param name="last">The entry before; goes on until its hour is over.</param>
    public static RunCheckpoint At(DateTimeOffset now, RunCheckpoint? last) => last is not null && last.StartedAt <= now && now < last.Until
        ? last
        : new RunCheckpoint { RunId = $"{RunIds.New(now)}-push", StartedAt = now, Until = now + Length, Trigger = RunTrigger.Push };
}
