using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Silo.Queries;

/// <summary>What the rows of a database's master data have in common: the refresh that they are of.</summary>
internal sealed record RefreshedRows(DateOnly AsOf, long ModelVersion, string Currency)
{
    public static RefreshedRows Of(DatabaseRow database, CompletedRefreshStatus refresh) => new(refresh.AsOf, refresh.ModelVersion, refresh.Currency ?? database.Settings.Currency);

    /// <summary>Null for a row that has not been scored yet.</summary>
    public ProfileRfm? RfmOf(MasterDataRow row) => row.Scores is not { } scores ? null : new ProfileRfm
    {
        ModelVersion = ModelVersion,
        ModelAsOf = AsOf,
        Scores = [.. scores.Codes.Select(code => RfmScore.OfCode(code))],
        Group = scores.Group,
        Segment = scores.Segment,
        PreviousSegment = scores.PreviousSegment,
        SegmentChangedOn = scores.SegmentChangedOn is { } day ? DateOnly.FromDayNumber(day) : null,
    };
}
