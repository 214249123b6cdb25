using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>What an integration that was taken out of a profile took with it.</summary>
[GenerateSerializer, Immutable, Alias("icomm.profile-removal-counts")]
public sealed record ProfileRemovalCounts
{
    /// <summary>Orders of every status, but for folded ones.</summary>
    [Id(0)]
    public int Orders { get; init; }

    /// <summary>Whether nothing was left of the profile.</summary>
    [Id(1)]
    public bool IsProfileDeleted { get; init; }

    /// <summary>Folded purchases that stay, mixed with those of other integrations (DESIGN §6).</summary>
    [Id(2)]
    public int FoldedLeft { get; init; }
}
