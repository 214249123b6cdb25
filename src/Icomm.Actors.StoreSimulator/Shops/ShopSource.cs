namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Where a simulated shop's data comes from.</summary>
public abstract record ShopSource
{
    private protected ShopSource()
    {
    }

    /// <summary>A shop built before, as it is then; later changes of either don't reach the other.</summary>
    public static ShopSource Of(ShopData shop) => new ExistingSource(shop);

    /// <summary>Builds the shop. Can be used without any HTTP, as the truth to compare with.</summary>
    public abstract ShopData Build(TimeProvider clock);

    private sealed record ExistingSource(ShopData Shop) : ShopSource
    {
        public override ShopData Build(TimeProvider clock) => Shop.Fork();
    }
}
