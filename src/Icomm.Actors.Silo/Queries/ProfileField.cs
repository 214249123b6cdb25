using System.Collections.Immutable;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>A field that profiles can be filtered and sorted by.</summary>
/// <param name="Name">A published name, or one of the API's own.</param>
/// <param name="Column">What stores know it by; of days since a purchase, the date of that purchase.</param>
internal sealed record ProfileField(string Name, ProfileFieldType Type, MasterDataField Column, string Description)
{
    private static readonly ImmutableArray<string> OfNumbers = ["=", "!=", ">=", "<=", ">", "<"];

    private static readonly ImmutableArray<string> OfTexts = ["=", "!=", "~"];

    public ImmutableArray<string> Operators => Type == ProfileFieldType.Text ? OfTexts : OfNumbers;

    /// <summary>More days are an earlier date.</summary>
    public bool IsReversed => Type == ProfileFieldType.Days;

    /// <summary>Rows outside the population, or not scored yet, have 0 or nothing.</summary>
    public bool IsScored => Type is ProfileFieldType.Code or ProfileFieldType.Score;
}
