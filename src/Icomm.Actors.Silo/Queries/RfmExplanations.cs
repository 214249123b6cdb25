using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Says how the RFM indicators of a profile came about.</summary>
internal static class RfmExplanations
{
    /// <summary>Null for an indicator that is not of RFM, and for a profile without scores.</summary>
    public static RfmExplanationResponse? Of(Indicator indicator, ProfileView view, RfmModel model)
    {
        if (view.Rfm is not { } rfm || PeriodOf(indicator) is not { } period)
            return null;
        Span<RfmValues> values = stackalloc RfmValues[RfmPeriods.Count];
        RfmValues.Fill(view.Indicators, values);
        return new RfmExplanationResponse
        {
            Period = PeriodNames.Of(period),
            Values = RfmValuesResponse.From(values[(int)period], view.Indicators.AsOf),
            Score = rfm[period].Exists ? RfmScoreResponse.From(rfm[period]) : null,
            Cuts = RfmCutsResponse.From(model[period]),
            Model = RfmModelSummary.From(model),
            GroupRule = indicator.Metric is IndicatorMetric.RfmGroup or IndicatorMetric.RfmSegment ? GroupRuleResponse.From(rfm.Group) : null,
            SegmentRule = indicator.Metric is IndicatorMetric.RfmSegment or IndicatorMetric.RfmPreviousSegment or IndicatorMetric.RfmSegmentChangedDate
                ? SegmentDecisionResponse.From(rfm, model.Segments)
                : null,
        };
    }

    private static RfmPeriod? PeriodOf(Indicator indicator) => indicator.Metric switch
    {
        IndicatorMetric.Rfm => (RfmPeriod)indicator.Window!.Value,
        IndicatorMetric.LifetimeRfm or IndicatorMetric.RfmGroup or IndicatorMetric.RfmSegment or IndicatorMetric.RfmPreviousSegment or IndicatorMetric.RfmSegmentChangedDate =>
            RfmPeriod.Lifetime,
        _ => null,
    };
}
