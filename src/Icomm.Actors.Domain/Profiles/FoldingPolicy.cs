namespace Icomm.Actors.Domain.Profiles;

/// <summary>When a profile stops keeping each order (DESIGN §6).</summary>
/// <param name="MaxKeptOrders">Up to this many orders each is kept, however old.</param>
/// <param name="CorrectionHorizonDays">Beyond that, orders placed longer ago than this many days of 24 hours are folded. Above 361, so that today can always be answered.</param>
internal readonly record struct FoldingPolicy(int MaxKeptOrders, int CorrectionHorizonDays)
{
    public static readonly FoldingPolicy Default = new(1_000, 400);
}
