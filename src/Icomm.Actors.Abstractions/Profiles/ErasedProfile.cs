using Icomm.Actors.Domain.Profiles;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>What was deleted with a profile.</summary>
[GenerateSerializer, Immutable, Alias("icomm.erased-profile")]
public sealed record ErasedProfile
{
    /// <summary>Orders of every status, folded ones included.</summary>
    [Id(0)]
    public int Orders { get; init; }

    /// <summary>Of those, how many were kept as totals only.</summary>
    [Id(1)]
    public int Folded { get; init; }

    /// <summary>Whom the profile was about, to be looked for elsewhere; null when there was no profile.</summary>
    [Id(2)]
    public ProfileCustomer? Customer { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ErasedProfile)}: {Orders} orders";
}
