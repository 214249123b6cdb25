using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Persistence.MasterData;

/// <summary>Shows a row as the published indicators, in their order.</summary>
public static class MasterDataFields
{
    /// <param name="asOf">The day that the database's rows are of: what the days since a purchase are counted to.</param>
    public static ImmutableArray<IndicatorField> Of(MasterDataRow row, DateOnly asOf)
    {
        var lists = ListsOf(row.Profile.Lists);
        var isKnown = row.Profile.ProblemCode is null;
        var fields = ImmutableArray.CreateBuilder<IndicatorField>(IndicatorNames.All.Length);
        foreach (var indicator in IndicatorNames.All)
        {
            var name = indicator.Name;
            fields.Add(new IndicatorField(indicator, name, isKnown ? ValueOf(row, indicator, asOf, lists, name) : null));
        }

        return fields.MoveToImmutable();
    }

    /// <summary>Only what changes from day to day without anything being bought: the days since the first and the last purchase.</summary>
    public static ImmutableArray<IndicatorField> AgesOf(MasterDataRow row, DateOnly asOf) =>
        [.. IndicatorNames.All.Where(IsAge).Select(indicator => new IndicatorField(indicator, indicator.Name, ValueOf(row, indicator, asOf, [], indicator.Name)))];

    private static bool IsAge(Indicator indicator) => indicator.Metric is IndicatorMetric.DaysSinceFirstPurchase or IndicatorMetric.DaysSinceLastPurchase;

    private static object? ValueOf(MasterDataRow row, Indicator indicator, DateOnly asOf, Dictionary<string, ImmutableArray<string>> lists, string name)
    {
        var (profile, scores) = row;
        var metrics = profile.Periods[(int)(indicator.Window ?? (Window)RfmPeriod.Lifetime)];
        return indicator.Metric switch
        {
            IndicatorMetric.Purchases => metrics.Purchases,
            IndicatorMetric.Amount => new Money(metrics.Amount),
            IndicatorMetric.AverageAmount => metrics.Average is { } average ? new Money(average) : null,
            IndicatorMetric.Items => new Quantity(metrics.Units),
            IndicatorMetric.Rfm => CodeOf(scores, (RfmPeriod)indicator.Window!.Value),
            IndicatorMetric.FirstPurchaseDate => Day(profile.FirstPurchaseOn),
            IndicatorMetric.LastPurchaseDate => Day(profile.LastPurchaseOn),
            IndicatorMetric.DaysSinceFirstPurchase => DaysSince(profile.FirstPurchaseOn),
            IndicatorMetric.DaysSinceLastPurchase => DaysSince(profile.LastPurchaseOn),
            IndicatorMetric.LastPurchaseAmount => profile.LastPurchaseAmount is { } amount ? new Money(amount) : null,
            IndicatorMetric.LifetimeRfm => CodeOf(scores, RfmPeriod.Lifetime),
            IndicatorMetric.RfmGroup => scores?.Group,
            IndicatorMetric.RfmSegment => scores?.Segment,
            IndicatorMetric.RfmPreviousSegment => scores?.PreviousSegment,
            IndicatorMetric.RfmSegmentChangedDate => Day(scores?.SegmentChangedOn ?? 0),
            _ => lists.GetValueOrDefault(name, []),
        };

        object? DaysSince(int day) => day == 0 ? null : asOf.DayNumber - day;
    }

    private static object? Day(int day) => day == 0 ? null : DateOnly.FromDayNumber(day);

    private static object? CodeOf(RowScores? scores, RfmPeriod period) => scores?.Codes[(int)period] is { } code and not 0 ? (int)code : null;

    private static Dictionary<string, ImmutableArray<string>> ListsOf(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? [] : JsonSerializer.Deserialize<Dictionary<string, ImmutableArray<string>>>(json.Span) ?? [];
}
