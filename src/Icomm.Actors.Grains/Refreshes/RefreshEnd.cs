namespace Icomm.Actors.Grains.Refreshes;

/// <summary>How a refresh ended: with what it counted, or failed.</summary>
/// <param name="ProblemCode">Null after a success.</param>
public sealed record RefreshEnd(string? ProblemCode, RefreshTallies Tallies)
{
    public static RefreshEnd Failed(string code) => new(code, RefreshTallies.None);
}
