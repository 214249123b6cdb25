using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>What the stores of a database say of the person. Unified stores don't overwrite each other: what differs between them is kept of each.</summary>
public sealed record ProfileCustomer
{
    /// <summary>Normalised, of the most recently changed record that has one.</summary>
    public string? Email { get; init; }

    public string? Document { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>One for each integration that has said anything, by integration id.</summary>
    public ImmutableArray<StoreView> Stores { get; init; } = [];

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(ProfileCustomer);

    /// <summary>What one integration says.</summary>
    public sealed record StoreView
    {
        public required string IntegrationId { get; init; }

        /// <summary>The store's customer ids seen for this person, sorted; several where the store keeps accounts per site.</summary>
        public ImmutableArray<string> StoreCustomerIds { get; init; } = [];

        public string? Email { get; init; }

        public string? Document { get; init; }

        public string? FirstName { get; init; }

        public string? LastName { get; init; }

        /// <summary>Further account fields under the store's own names; of the most recently changed account where there are several.</summary>
        public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

        /// <summary>Never prints the person.</summary>
        public override string ToString() => nameof(StoreView);
    }
}
