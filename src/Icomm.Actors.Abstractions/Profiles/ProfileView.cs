using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>A profile as of a day.</summary>
[GenerateSerializer, Immutable, Alias("icomm.profile-view")]
public sealed record ProfileView
{
    [Id(0)]
    public required string ProfileId { get; init; }

    [Id(1)]
    public required ProfileSummary Summary { get; init; }

    [Id(2)]
    public required ProfileIndicators Indicators { get; init; }

    /// <summary>Scores and segment; null without a model. Nothing of earlier segments: that is the refreshes' to know.</summary>
    [Id(3)]
    public ProfileRfm? Rfm { get; init; }

    /// <summary>What the stores say of the person; null in answers that are made of many profiles.</summary>
    [Id(4)]
    public ProfileCustomer? Customer { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileView)} {ProfileId}";
}
