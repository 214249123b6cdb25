using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>The purchases that a score is about: those of a window, or all. The first six are numbered as <see cref="Window"/>; the numbers index arrays and are stored: never renumber.</summary>
public enum RfmPeriod : byte
{
    Days30 = 0,
    Days60 = 1,
    Days90 = 2,
    Days180 = 3,
    Days360 = 4,
    Over360 = 5,

    /// <summary>Every purchase: what groups and segments are made of.</summary>
    Lifetime = 6,
}

/// <summary>The list of the periods.</summary>
public static class RfmPeriods
{
    /// <summary>How many there are.</summary>
    public const int Count = 7;

    /// <summary>The windows from the shortest, then lifetime.</summary>
    public static readonly ImmutableArray<RfmPeriod> All =
        [RfmPeriod.Days30, RfmPeriod.Days60, RfmPeriod.Days90, RfmPeriod.Days180, RfmPeriod.Days360, RfmPeriod.Over360, RfmPeriod.Lifetime];
}
