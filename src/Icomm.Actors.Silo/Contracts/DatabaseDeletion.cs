namespace Icomm.Actors.Silo.Contracts;

/// <summary>That a database is being deleted.</summary>
/// <param name="State">Always <c>deleting</c>.</param>
public sealed record DatabaseDeletionResponse(string State, DateTimeOffset RequestedAt)
{
    internal static DatabaseDeletionResponse? From(DateTimeOffset? requestedAt) => requestedAt is { } at ? new DatabaseDeletionResponse("deleting", at) : null;
}
