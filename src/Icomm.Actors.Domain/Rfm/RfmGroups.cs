namespace Icomm.Actors.Domain.Rfm;

/// <summary>icomm's four groups, by the lifetime frequency score (facts/icomm.md §1.1). The names are published: never change one.</summary>
public static class RfmGroups
{
    /// <summary>Never purchased.</summary>
    public const string Prospects = "PROSPECTS";

    /// <summary>F = 1.</summary>
    public const string Beginners = "BEGINNERS";

    /// <summary>F = 2 or 3.</summary>
    public const string Frequent = "FREQUENT";

    /// <summary>F = 4 or 5.</summary>
    public const string Loyal = "LOYAL";

    /// <param name="lifetime">The lifetime score; <c>default</c> for a customer who never purchased.</param>
    public static string Of(RfmScore lifetime) => lifetime.Frequency switch
    {
        0 => Prospects,
        1 => Beginners,
        2 or 3 => Frequent,
        _ => Loyal,
    };
}
