namespace Icomm.Actors.Grains.Refreshes;

/// <summary>How a refresh ended: with what it counted, or failed.</summary>
/// <param name="ProblemCode">Null after a success.</param>
public sealed record RefreshEnd(string? ProblemCode, RefreshTallies Tallies)
{
    /// <summary>It was no refresh that ended: the database is gone.</summary>
    public static readonly RefreshEnd OfDeletion = new(null, RefreshTallies.None) { IsDeletion = true };

    public bool IsDeletion { get; private init; }

    public static RefreshEnd Failed(string code) => new(code, RefreshTallies.None);
}
