using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Grains.Imports;

/// <summary>Turns an import's record into what is shown of it; the same for one read from its grain and for a list read from rows.</summary>
public static class ImportStatuses
{
    /// <exception cref="InvalidOperationException">The import has not begun.</exception>
    public static ImportStatus From(string importId, ImportRecord record) => new()
    {
        ImportId = importId,
        Definition = record.Definition ?? throw new InvalidOperationException($"Import {importId} has no definition."),
        State = record.State,
        StartedAt = record.StartedAt,
        EndedAt = record.EndedAt,
        File = record.File,
        Progress = record.Progress,
        Rejected = record.Rejected,
        Problem = record.Problem,
    };
}
