using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Persistence.Imports;

/// <summary>What was not taken of an uploaded file, and why: stays until the import is removed.</summary>
public interface IImportReport
{
    /// <summary>Adds rejections; one that is there already (same line, same code) changes nothing. Durable when the task completes.</summary>
    Task AddAsync(ImportKey key, IReadOnlyCollection<ImportRejection> rejections, CancellationToken cancellationToken);

    /// <summary>By line, then code.</summary>
    /// <param name="after">The one that the page before ended with; null from the first.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<ImportRejection>> ListAsync(ImportKey key, ImportRejection? after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes the report, if there is one.</summary>
    Task DeleteAsync(ImportKey key, CancellationToken cancellationToken);
}

/// <param name="Line">Line of the file, from 1.</param>
/// <param name="OrderKey">The order, when that much could be read.</param>
/// <param name="Code">Stable, snake case.</param>
/// <param name="Reason">For a person; no personal data.</param>
public sealed record ImportRejection(long Line, string? OrderKey, string Code, string Reason);
