using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Customers;

/// <summary>A customer account of a store, whether or not anything was ever bought.</summary>
public sealed record StoreCustomer
{
    public required CustomerReference Reference { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the store last changed the account, UTC. An older reading never overwrites a newer one.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When this reading was taken from the store, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Further fields under the store's own names (gender, date of birth, group, subscribed …).</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(StoreCustomer);
}
