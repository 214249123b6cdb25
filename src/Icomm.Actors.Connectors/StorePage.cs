using System.Collections.Immutable;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors;

/// <summary>One page of a resource. Only the list of the resource asked for is filled; beside orders may come the accounts of their buyers.</summary>
public sealed record StorePage
{
    public ImmutableArray<StoreOrder> Orders { get; init; } = [];

    public ImmutableArray<StoreCustomer> Customers { get; init; } = [];

    public ImmutableArray<CatalogueItem> Catalogue { get; init; } = [];

    /// <summary>Records of this page that could not be understood; the rest of the page stands.</summary>
    public ImmutableArray<UnreadableRecord> Unreadable { get; init; } = [];

    /// <summary>Null when this was the last page of the window.</summary>
    public string? NextPageToken { get; init; }

    /// <summary>How many records the window holds, where the platform says it; a hint for progress, nothing else.</summary>
    public int? TotalCount { get; init; }

    /// <summary>What the store's clock showed when it answered, UTC, where it is behind ours; null otherwise. What the store saves from then on is stamped with later instants, which may still lie in the window.</summary>
    public DateTimeOffset? StoreTime { get; init; }

    public int RecordCount => Orders.Length + Customers.Length + Catalogue.Length + Unreadable.Length;

    /// <summary>Pages of one window as one, in the order in which they were read.</summary>
    /// <param name="pages">At least one.</param>
    public static StorePage Join(IReadOnlyList<StorePage> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return pages is [var only]
            ? only
            : new StorePage
            {
                Orders = [.. pages.SelectMany(page => page.Orders)],
                Customers = [.. pages.SelectMany(page => page.Customers)],
                Catalogue = [.. pages.SelectMany(page => page.Catalogue)],
                Unreadable = [.. pages.SelectMany(page => page.Unreadable)],
                NextPageToken = pages[^1].NextPageToken,
                TotalCount = pages.Select(page => page.TotalCount).FirstOrDefault(total => total is not null),
                StoreTime = pages.Min(page => page.StoreTime),
            };
    }
}

/// <summary>A record that a store sent and that could not be read: kept as it came, with the reason.</summary>
/// <param name="RecordId">The store's id, when that much could be read.</param>
/// <param name="Code">Stable, snake case: <c>id_missing</c>, <c>date_invalid</c>, <c>amount_out_of_range</c>, <c>json_invalid</c>, <c>customer_missing</c>, <c>email_invalid</c>.</param>
/// <param name="Reason">For a person: which field, and what was found there.</param>
/// <param name="Raw">The record's own text, at most 64 KB.</param>
public sealed record UnreadableRecord(string? RecordId, string Code, string Reason, string Raw)
{
    /// <summary>Never prints the record: it may hold personal data.</summary>
    public override string ToString() => $"{nameof(UnreadableRecord)} {Code}";
}
