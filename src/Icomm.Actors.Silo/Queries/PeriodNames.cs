using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Silo.Queries;

/// <summary>The periods by the names that the API uses.</summary>
internal static class PeriodNames
{
    /// <summary>By period.</summary>
    public static readonly ImmutableArray<string> All = ["30", "60", "90", "180", "360", "360plus", "lifetime"];

    public static string Of(RfmPeriod period) => All[(int)period];

    public static RfmPeriod? Find(string name) => All.IndexOf(name) is var index and >= 0 ? (RfmPeriod)index : null;

    /// <summary>First day of the nested windows; null for the periods that have no beginning.</summary>
    public static DateOnly? FirstDayOf(RfmPeriod period, DateOnly asOf) => period < RfmPeriod.Over360 ? asOf.AddDays(-((Window)period).Days) : null;
}
