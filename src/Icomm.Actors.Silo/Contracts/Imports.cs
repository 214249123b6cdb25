using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>One uploaded file, and what became of its orders.</summary>
public sealed record ImportResponse
{
    public required string Id { get; init; }

    /// <summary>The file's own name; absent when the upload had none.</summary>
    public string? FileName { get; init; }

    public required ImportState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while it is receiving or applying.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Orders placed before this instant are left out.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Size of the file in bytes; while it is being received, of what has come.</summary>
    public required long Size { get; init; }

    /// <summary>Rows read, without the header.</summary>
    public required long LinesRead { get; init; }

    /// <summary>Orders in the file; 0 while it is being received.</summary>
    public required long OrdersFound { get; init; }

    public required ImportedOrdersResponse Applied { get; init; }

    /// <summary>Rows and orders that were not taken, by code; the report names each.</summary>
    public required ImmutableSortedDictionary<string, long> Rejected { get; init; }

    /// <summary>Orders dealt with so far, of those found.</summary>
    public required ImportProgressResponse Progress { get; init; }

    /// <summary>Why it failed.</summary>
    public ImportProblemResponse? Problem { get; init; }

    /// <summary>Where its rejections can be downloaded, while there are any.</summary>
    public string? Report { get; init; }

    internal static ImportResponse From(string integrationId, ImportStatus status) => new()
    {
        Id = status.ImportId,
        FileName = status.Definition.FileName,
        State = status.State,
        StartedAt = status.StartedAt,
        EndedAt = status.EndedAt,
        NotBefore = status.Definition.NotBefore,
        Size = status.File.Bytes,
        LinesRead = status.File.Lines,
        OrdersFound = status.File.Orders,
        Applied = new ImportedOrdersResponse(status.Progress.New, status.Progress.Changed, status.Progress.Unchanged),
        Rejected = status.Rejected,
        Progress = new ImportProgressResponse(status.Progress.Done, status.File.Orders),
        Problem = status.Problem is { } problem ? new ImportProblemResponse(problem.Code, problem.Message, problem.Remedy) : null,
        Report = status.Rejected.IsEmpty ? null : $"/api/v1/integrations/{integrationId}/imports/{status.ImportId}/report",
    };

    /// <summary>Never prints the file's name.</summary>
    public override string ToString() => $"{nameof(ImportResponse)} {Id}";
}

/// <summary>Orders that are in their profiles.</summary>
/// <param name="New">Nobody knew them.</param>
/// <param name="Changed">They were known otherwise.</param>
/// <param name="Unchanged">They were known so, or newer.</param>
public sealed record ImportedOrdersResponse(long New, long Changed, long Unchanged);

public sealed record ImportProgressResponse(long Done, long Total);

/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">What happened.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ImportProblemResponse(string Code, string Message, string Remedy);
