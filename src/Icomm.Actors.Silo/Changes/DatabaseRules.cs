using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Changes;

/// <summary>What a database's settings must fulfil beyond their form. Each gives the problem, or null for what is not given or well.</summary>
internal static class DatabaseRules
{
    public static ProblemHttpResult? TimeZone(string? timeZone) => timeZone is null || CalendarZone.Exists(timeZone)
        ? null
        : ApiProblem.Invalid("unknown_time_zone", $"'{timeZone}' is not an IANA time zone.", "Use a name such as America/Montevideo.");

    public static ProblemHttpResult? Rates(Dictionary<string, decimal>? rates) => rates?.FirstOrDefault(rate => !IsRate(rate)) is { Key: not null } wrong
        ? ApiProblem.Invalid("rate_invalid", $"The rate of '{wrong.Key}' is not a number above zero and at most 1,000,000 for a three-letter currency.")
        : null;

    public static ProblemHttpResult? SegmentMap(string? name) => name is null || SegmentMaps.Find(name) is not null
        ? null
        : ApiProblem.Create(
            StatusCodes.Status422UnprocessableEntity,
            SegmentMapErrors.Invalid,
            $"No segment map named '{name}' comes with the program.",
            $"Use one of: {string.Join(", ", SegmentMaps.Shipped.Select(map => map.Name))}. A map of your own is put in place at /api/v1/databases/{{databaseId}}/segment-map.");

    private static bool IsRate(KeyValuePair<string, decimal> rate) =>
        rate.Key.Length == 3 && rate.Key.All(char.IsAsciiLetterUpper) && rate.Value is > 0 and <= 1_000_000;
}
