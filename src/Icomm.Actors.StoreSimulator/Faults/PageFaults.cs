namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>What a fault does to a page, on every platform that has pages.</summary>
internal static class PageFaults
{
    /// <summary>The page that is sent in place of the one asked for; pages count from 1.</summary>
    public static int Sent(FaultKind? fault, int asked) => fault == FaultKind.RepeatPreviousPage ? Math.Max(1, asked - 1) : asked;

    /// <returns>What the page holds, and how many records its list is said to have.</returns>
    public static (T[] Items, int Total) Tamper<T>(FaultKind? fault, T[] items, int total) => fault switch
    {
        FaultKind.DuplicateItems => ([.. items, .. items], total),
        FaultKind.ReorderedItems => ([.. items.AsEnumerable().Reverse()], total),
        FaultKind.EmptyPage => ([], Math.Max(1, total)),
        _ => (items, total),
    };

    /// <summary>What is wrong with the page's first order.</summary>
    public static OrderDamage DamageOf(FaultKind? fault) => fault switch
    {
        FaultKind.OrderWithoutId => OrderDamage.NoId,
        FaultKind.OrderWithBadDate => OrderDamage.BadDate,
        FaultKind.OrderWithHugeAmount => OrderDamage.HugeAmount,
        FaultKind.OrderWithoutItems => OrderDamage.NoItems,
        _ => OrderDamage.None,
    };
}
