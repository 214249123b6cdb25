namespace Icomm.Actors.Connectors;

/// <summary>What a store is asked for. The names are stored.</summary>
public enum StoreResource
{
    Catalogue,
    Customers,
    Orders,
}
