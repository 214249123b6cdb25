namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A buyer: a registered customer, or (id 0) a guest, who is known by the orders alone.</summary>
public sealed record ShopCustomer : IShopEntity
{
    /// <summary>0 for a guest.</summary>
    public required int Id { get; init; }

    public required string Email { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    /// <summary>The view the customer registered in.</summary>
    public int StoreViewId { get; init; } = 1;

    public int WebsiteId { get; init; } = 1;

    public int GroupId { get; init; } = 1;

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    public required string City { get; init; }

    public string? Phone { get; init; }

    public DateOnly? BirthDate { get; init; }

    /// <summary>Magento's: 1 male, 2 female, 3 not specified.</summary>
    public int? Gender { get; init; }

    public string? TaxNumber { get; init; }

    public bool IsSubscribed { get; init; }

    public bool IsGuest => Id == 0;
}
