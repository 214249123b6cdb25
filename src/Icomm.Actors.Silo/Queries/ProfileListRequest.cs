using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Which profiles to answer with: the conditions that list and export share. All of them must hold.</summary>
public class ProfileConditions
{
    [FromQuery(Name = "segment"), Description("Profiles of this segment, or of any of several.")]
    public string[]? Segments { get; init; }

    [FromQuery(Name = "group"), Description("Profiles of this group (BEGINNERS, FREQUENT, LOYAL, PROSPECTS), or of any of several.")]
    public string[]? Groups { get; init; }

    [FromQuery(Name = "text"), Description("Profiles whose e-mail, first or last name contains this text, letter case aside.")]
    public string? Text { get; init; }

    [FromQuery(Name = "filter"), Description("A field, one of = != >= <= > < ~ and a value, such as ICOMMKT_Amount_30_Days>=100. With = and !=, an empty value stands for profiles that have none. May be given several times.")]
    public string[]? Filters { get; init; }

    [FromQuery(Name = "sort"), Description("A field to sort by, with a leading - for descending. Profiles without a value come last.")]
    public string? Sort { get; init; }
}

/// <summary>What a list of profiles is asked for.</summary>
public sealed class ProfileListRequest : ProfileConditions
{
    [FromQuery(Name = "email"), Description("The profile of this customer alone.")]
    public string? Email { get; init; }

    [FromQuery(Name = "asOf"), Description("The day to evaluate as of: today in the database's time zone when left out. With conditions or sort, the answer is as of the last refresh.")]
    public DateOnly? AsOf { get; init; }

    [FromQuery(Name = "count"), Description("Whether to count all profiles that the query finds.")]
    public bool? Count { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "limit"), Range(1, 1000), Description("100 when left out.")]
    public int? Limit { get; init; }
}
