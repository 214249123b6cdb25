using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors;

/// <param name="Window">Closed at both ends, UTC: records last updated inside it.</param>
/// <param name="PageToken">Where the page before ended, in the connector's own words; null for the first page. Stays valid after a restart.</param>
public sealed record StorePageRequest(StoreResource Resource, TimeInterval Window, string? PageToken, int PageSize)
{
    /// <summary>Orders placed before this instant are not wanted, even when they changed inside the window; null for all.</summary>
    public DateTimeOffset? PlacedFrom { get; init; }
}
