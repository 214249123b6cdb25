namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>What is wrong with an order as it is written, on purpose.</summary>
internal enum OrderDamage
{
    None,
    NoId,
    BadDate,
    HugeAmount,
    NoItems,
}
