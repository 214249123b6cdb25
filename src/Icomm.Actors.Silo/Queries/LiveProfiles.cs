using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Grains.Refreshes;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Profiles as they are now, evaluated as of any day and scored by the model in force on that day.</summary>
internal sealed class LiveProfiles(IRfmModelStore models, RfmScorers scorers, IMasterDataQueries rows, IGrainFactory grains)
{
    /// <summary>The model that a day is scored by; null as long as there is none.</summary>
    public async Task<RfmScorer?> ScorerAsync(DatabaseRow database, DateOnly asOf, CancellationToken cancellationToken)
    {
        if (await models.InForceAsync(database.Account, database.DatabaseId, asOf, cancellationToken) is not { } version
            || await scorers.GetAsync(new DatabaseKey(database.Account, database.DatabaseId), version) is not { } scorer)
            return null;

        // Between a change of these settings and the next refresh, cuts and profiles are measured differently, and a score would mean nothing.
        var model = scorer.Model;
        return model.Currency == database.Settings.Currency && model.OlderWindow == database.Settings.OlderWindow ? scorer : null;
    }

    /// <summary>Null when nothing is known of this customer.</summary>
    /// <exception cref="AsOfUnanswerableException">The profile's older orders are kept as totals, and the day lies too far back for them.</exception>
    public async Task<ProfileView?> FindAsync(DatabaseRow database, string profileId, DateOnly asOf, RfmScorer? scorer, CancellationToken cancellationToken)
    {
        var grain = Grain(database, profileId);
        return await grain.EvaluateAsync(asOf, database.Settings, scorer?.Model.Version) is { } view
            ? view with { Rfm = await WithHistoryAsync(database, profileId, asOf, view.Rfm, cancellationToken) }
            : null;
    }

    /// <summary>The same straight from what is stored of a profile.</summary>
    /// <exception cref="AsOfUnanswerableException">The profile's older orders are kept as totals, and the day lies too far back for them.</exception>
    public async Task<ProfileView> EvaluateAsync(DatabaseRow database, string profileId, ProfileState state, DateOnly asOf, RfmScorer? scorer, CancellationToken cancellationToken)
    {
        var indicators = state.Evaluate(asOf, database.Settings);
        var rfm = scorer is null ? null : ProfileRfm.Of(indicators, scorer);
        return new ProfileView
        {
            ProfileId = profileId,
            Summary = state.Summarize(),
            Indicators = indicators,
            Rfm = await WithHistoryAsync(database, profileId, asOf, rfm, cancellationToken),
        };
    }

    public ICustomerProfileGrain Grain(DatabaseRow database, string profileId) =>
        grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(database.Account, database.DatabaseId, profileId).ToString());

    /// <summary>Adds the segment before and when it changed, which only the refreshes know; a change after the day that is asked for had not happened yet.</summary>
    private async Task<ProfileRfm?> WithHistoryAsync(DatabaseRow database, string profileId, DateOnly asOf, ProfileRfm? rfm, CancellationToken cancellationToken)
    {
        if (rfm is null || await rows.FindAsync(database.Account, database.DatabaseId, profileId, cancellationToken) is not { Scores: { SegmentChangedOn: { } day } scores } || day > asOf.DayNumber)
            return rfm;
        return rfm with { PreviousSegment = scores.PreviousSegment, SegmentChangedOn = DateOnly.FromDayNumber(day) };
    }
}
