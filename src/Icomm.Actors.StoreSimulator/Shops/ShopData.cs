namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A shop: its store views, catalogue, customers and orders. Readers see one consistent moment; changes go through <see cref="ShopKeeper"/>.</summary>
public sealed class ShopData
{
    private readonly Lock _writing = new();
    private volatile ShopSnapshot _current;

    internal ShopData(IReadOnlyList<StoreView> views, ShopCatalogue catalogue, ShopSnapshot snapshot)
    {
        Views = views;
        Catalogue = catalogue;
        _current = snapshot;
    }

    /// <summary>The admin view (id 0) first.</summary>
    public IReadOnlyList<StoreView> Views { get; }

    public ShopCatalogue Catalogue { get; }

    /// <summary>By id, as of now.</summary>
    public IReadOnlyList<ShopOrder> Orders => _current.Orders.All;

    /// <summary>Registered customers by id, as of now.</summary>
    public IReadOnlyList<ShopCustomer> Customers => _current.Customers.All;

    public IReadOnlyList<ShopCreditMemo> CreditMemos => _current.CreditMemos.All;

    internal ShopSnapshot Current => _current;

    public ShopOrder? FindOrder(int id) => _current.Orders.Find(id);

    /// <summary>A shop with the same contents whose changes this one doesn't see; costs nothing, since contents are immutable.</summary>
    public ShopData Fork() => new(Views, Catalogue, _current);

    internal void Update(Func<ShopSnapshot, ShopSnapshot> change)
    {
        lock (_writing) _current = change(_current);
    }
}
