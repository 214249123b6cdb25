namespace Icomm.Actors.Domain.Customers;

/// <summary>Who placed an order, as far as the order itself says. At least one of the three identifiers must be present.</summary>
public sealed record CustomerReference
{
    /// <summary>The store's id of the customer's account; null for a guest.</summary>
    public string? StoreCustomerId { get; init; }

    /// <summary>E-mail as the store gave it; normalised when the identity is made.</summary>
    public string? Email { get; init; }

    /// <summary>Identity document, where the platform has one.</summary>
    public string? Document { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Never prints the person: this type travels through logs and exceptions.</summary>
    public override string ToString() => nameof(CustomerReference);
}
