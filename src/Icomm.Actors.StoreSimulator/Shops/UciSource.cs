namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>The UCI Online Retail file as a shop; <see cref="UciShop"/> says how.</summary>
/// <param name="Path">The file, plain or gzipped (.gz).</param>
public sealed record UciSource(string Path) : ShopSource
{
    /// <summary>Read invoices beginning with C. Default true.</summary>
    public bool Cancellations { get; init; } = true;

    /// <summary>Read invoices without a CustomerID. Default true.</summary>
    public bool Guests { get; init; } = true;

    /// <summary>Made-up orders of known customers in the second store view, placed in the file's last 30 days. Default 0.</summary>
    public int SecondViewOrders { get; init; }

    /// <summary>Moves every date by whole days so that the file's last day (2011-12-09) becomes this one; null leaves the dates alone.</summary>
    public DateOnly? LastDay { get; init; }

    public override ShopData Build(TimeProvider clock) => UciShop.Read(this);
}
