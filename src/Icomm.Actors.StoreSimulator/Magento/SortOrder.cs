namespace Icomm.Actors.StoreSimulator.Magento;

internal sealed record SortOrder(string Field, bool Descending);
