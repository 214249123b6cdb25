using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Imports;

/// <summary>An import and how far it has come.</summary>
[GenerateSerializer, Immutable, Alias("icomm.import-status")]
public sealed record ImportStatus
{
    [Id(0)]
    public required string ImportId { get; init; }

    [Id(1)]
    public required ImportDefinition Definition { get; init; }

    [Id(2)]
    public required ImportState State { get; init; }

    /// <summary>When the upload began.</summary>
    [Id(3)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is open.</summary>
    [Id(4)]
    public DateTimeOffset? EndedAt { get; init; }

    [Id(5)]
    public required ReceivedFile File { get; init; }

    [Id(6)]
    public required ImportProgress Progress { get; init; }

    /// <summary>Rows and orders that were not taken, by code.</summary>
    [Id(7)]
    public required ImmutableSortedDictionary<string, long> Rejected { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    [Id(8)]
    public ImportProblem? Problem { get; init; }
}

/// <summary>How far the orders of a file have been applied; written after every batch that is durable.</summary>
/// <param name="After">Key of the last order that was dealt with, in the file's own words; null before the first.</param>
/// <param name="Done">Orders dealt with: applied or rejected.</param>
/// <param name="New">Orders nobody knew.</param>
/// <param name="Changed">Orders that were known otherwise.</param>
/// <param name="Unchanged">Orders that were known so, or newer. A batch that was applied just before an interruption is counted here when it is applied again.</param>
[GenerateSerializer, Immutable, Alias("icomm.import-progress")]
public sealed record ImportProgress(
    [property: Id(0)] string? After, [property: Id(1)] long Done, [property: Id(2)] long New, [property: Id(3)] long Changed, [property: Id(4)] long Unchanged)
{
    public static readonly ImportProgress None = new(After: null, 0, 0, 0, 0);
}

/// <param name="Code">Stable, snake case: <c>upload_interrupted</c>, <c>internal_error</c>, <c>database_not_found</c> …</param>
/// <param name="Message">What happened, for a person.</param>
/// <param name="Remedy">What to do about it.</param>
[GenerateSerializer, Immutable, Alias("icomm.import-problem")]
public sealed record ImportProblem([property: Id(0)] string Code, [property: Id(1)] string Message, [property: Id(2)] string Remedy);
