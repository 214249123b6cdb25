using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Progress;

/// <param name="Version">Differs when there is something new to say; the id of the event that says it.</param>
internal sealed record ProgressSnapshot(string Version, ProgressResponse Progress)
{
    public bool IsEnded => Progress.EndedAt is not null;
}
