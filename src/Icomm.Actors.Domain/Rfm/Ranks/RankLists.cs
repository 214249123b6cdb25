namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>The sorted lists that ranks are wanted of: last day, purchases and amount of each period, as whole numbers.</summary>
internal static class RankLists
{
    public const int Dimensions = 3;

    public const int Count = RfmPeriods.Count * Dimensions;

    /// <summary>
    /// 2026-01-01. Days are counted from there, since values near zero are told apart best (<see cref="LogBuckets"/>). Any constant will do, but all parts have to use the
    /// same.
    /// </summary>
    public const int FirstDay = 739_616;
}
