using System.Collections.Immutable;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Conditions and order as stores understand them.</summary>
internal sealed record ProfileQuery(ImmutableArray<MasterDataCondition> Conditions, MasterDataField? Sort, bool IsDescending)
{
    /// <summary>More would be no question that somebody asks.</summary>
    private const int MostConditions = 50;

    /// <summary>Whether anything is asked that only the master data can answer.</summary>
    public static bool IsAsked(ProfileConditions request) =>
        request is not { Segments: null or [], Groups: null or [], Text: null or "", Filters: null or [], Sort: null or "" };

    /// <param name="asOf">The day of the refresh.</param>
    /// <returns>Null when <paramref name="problem"/> says why not.</returns>
    public static ProfileQuery? Parse(ProfileConditions request, DateOnly asOf, out QueryProblem? problem)
    {
        problem = null;
        var conditions = ImmutableArray.CreateBuilder<MasterDataCondition>();
        if (request.Segments is { Length: > 0 } segments)
            conditions.Add(new(new(MasterDataColumn.Segment), MasterDataOperator.Equal, [.. segments]));
        if (request.Groups is { Length: > 0 } groups)
        {
            if (!groups.All(group => ProfileGroups.All.Contains(group)))
                return Refuse(new QueryProblem("group_unknown", "There is no such group.", $"The groups are {string.Join(", ", ProfileGroups.All)}."), out problem);
            conditions.Add(new(new(MasterDataColumn.Group), MasterDataOperator.Equal, [.. groups]));
        }

        if (request.Text is { Length: > 0 } text)
        {
            if (text.Length > ProfileFilters.MostCharacters)
                return Refuse(new QueryProblem("text_too_long", "The text to search for is too long.", $"Use at most {ProfileFilters.MostCharacters} characters."), out problem);
            conditions.Add(new(new(MasterDataColumn.Text), MasterDataOperator.Contains, [text]));
        }

        if ((request.Filters?.Length ?? 0) + (request.Segments?.Length ?? 0) + (request.Groups?.Length ?? 0) > MostConditions)
            return Refuse(new QueryProblem("filter_too_many", "There are too many conditions.", $"Use at most {MostConditions}."), out problem);
        foreach (var filter in request.Filters ?? [])
        {
            if (!ProfileFilters.TryParse(filter, asOf, out var parsed, out problem))
                return null;
            conditions.AddRange(parsed);
        }

        if (request.Sort is not { Length: > 0 } sort)
            return new ProfileQuery(conditions.ToImmutable(), null, IsDescending: false);
        return ProfileFilters.TryParseSort(sort, out var column, out var isDescending, out problem)
            ? new ProfileQuery(conditions.ToImmutable(), column, isDescending)
            : null;
    }

    public MasterDataQuery Page(string? cursor, int limit) => new(Conditions, Sort, IsDescending, cursor, limit);

    private static ProfileQuery? Refuse(QueryProblem why, out QueryProblem? problem)
    {
        problem = why;
        return null;
    }
}
