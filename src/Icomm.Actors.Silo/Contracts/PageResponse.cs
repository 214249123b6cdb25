using System.Collections.Immutable;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>One page of a list.</summary>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next page; absent on the last.</param>
public record PageResponse<T>(ImmutableArray<T> Items, string? NextCursor);
