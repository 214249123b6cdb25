using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Persistence.Imports;

/// <summary>An uploaded file and how far its orders have come. Stored as one row by its grain.</summary>
public sealed class ImportRecord
{
    /// <summary>Null as long as the import has not begun.</summary>
    public ImportDefinition? Definition { get; set; }

    public ImportState State { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When all of the file was here; decides whose turn it is.</summary>
    public DateTimeOffset? ReceivedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public ReceivedFile File { get; set; } = ReceivedFile.Nothing;

    public ImportProgress Progress { get; set; } = ImportProgress.None;

    /// <summary>Rows and orders that were not taken, by code.</summary>
    public ImmutableSortedDictionary<string, long> Rejected { get; set; } = ReceivedFile.Nothing.Rejected;

    public ImportProblem? Problem { get; set; }

    /// <summary>Somebody wants it to stop.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>Rows of the file are staged, or may be.</summary>
    public bool HasRows { get; set; }

    /// <summary>Interruptions since the last batch that was applied.</summary>
    public int Interruptions { get; set; }

    /// <summary>Something is left to do for it.</summary>
    [JsonIgnore]
    public bool IsOpen => HasRows || State is ImportState.Receiving or ImportState.Applying;
}
