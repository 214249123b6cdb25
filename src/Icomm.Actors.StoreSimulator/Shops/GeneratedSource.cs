namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A made-up shop of any size; the same values make the same shop.</summary>
public sealed record GeneratedSource : ShopSource
{
    public int Seed { get; init; } = 1;

    /// <summary>Registered customers. Default 500.</summary>
    public int Customers { get; init; } = 500;

    /// <summary>Default 2,000.</summary>
    public int Orders { get; init; } = 2_000;

    /// <summary>Products that are sold on their own; variants of configurable ones come on top. At least 1. Default 120.</summary>
    public int Products { get; init; } = 120;

    /// <summary>Orders are spread over this many days before <see cref="End"/>. Default 400.</summary>
    public int Days { get; init; } = 400;

    /// <summary>The last instant anything happened, UTC; null for the shop clock's now, which makes the shop depend on the clock too.</summary>
    public DateTime? End { get; init; }

    /// <summary>Share of orders that guests place, 0..1. Some guests use a registered customer's e-mail, some write theirs in capitals.</summary>
    public double GuestShare { get; init; } = 0.12;

    /// <summary>Share of products that are configurable, 0..1.</summary>
    public double ConfigurableShare { get; init; } = 0.2;

    /// <summary>Store views besides the admin's. At least 1. Default 2.</summary>
    public int StoreViews { get; init; } = 2;

    /// <summary>ISO 4217. The first is the main website's base currency; each further one gives a website of its own (views take turns),
    /// and a tenth of all orders is then placed in another currency than the website's.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = ["USD"];

    public override ShopData Build(TimeProvider clock) => GeneratedShop.Build(this, clock);
}
