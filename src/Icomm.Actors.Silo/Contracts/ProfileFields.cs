using System.Collections.Immutable;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What a field's values are, and how they are written in a filter.</summary>
public enum ProfileFieldType
{
    /// <summary>Such as 3.</summary>
    Integer,

    /// <summary>At most four decimals, such as 99.95.</summary>
    Decimal,

    /// <summary>Such as 2026-01-31.</summary>
    Date,

    /// <summary>Days up to the day of the refresh, such as 30.</summary>
    Days,

    /// <summary>Three digits, such as 555.</summary>
    Code,

    /// <summary>1 to 5.</summary>
    Score,

    /// <summary>As it stands.</summary>
    Text,
}

/// <summary>A field that profiles can be filtered and sorted by.</summary>
/// <param name="Operators">What may stand between field and value.</param>
public sealed record ProfileFieldResponse(string Name, ProfileFieldType Type, ImmutableArray<string> Operators, string Description);
