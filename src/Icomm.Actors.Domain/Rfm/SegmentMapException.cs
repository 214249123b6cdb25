namespace Icomm.Actors.Domain.Rfm;

/// <summary>A segment map that can't be used. The message names the rules and cells.</summary>
public sealed class SegmentMapException(string code, string message) : DomainException(code, message);

/// <summary>Codes of <see cref="SegmentMapException"/>.</summary>
public static class SegmentMapErrors
{
    /// <summary>A name is missing or too long, a range is not within 1 to 5, or there are no or too many rules.</summary>
    public const string Invalid = "segment_map_invalid";

    /// <summary>A cell has no segment.</summary>
    public const string Incomplete = "segment_map_incomplete";

    /// <summary>A cell has two segments.</summary>
    public const string Ambiguous = "segment_map_ambiguous";

    /// <summary>Earlier rules leave nothing for a rule to match.</summary>
    public const string Unreachable = "segment_rule_unreachable";
}
