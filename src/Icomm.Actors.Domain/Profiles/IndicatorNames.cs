using System.Collections.Frozen;
using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// The <c>ICOMMKT_*</c> field names (facts §1.4): those of the omnichannel guide as they stand there, the others continued in its pattern. The names are published: never change one.
/// </summary>
public static class IndicatorNames
{
    /// <summary>Every indicator, in the order they are published: by metric and window, then the overall ones.</summary>
    public static readonly ImmutableArray<Indicator> All;

    private static readonly ImmutableArray<string> Names;

    private static readonly FrozenDictionary<string, Indicator> ByName;

    static IndicatorNames()
    {
        var all = ImmutableArray.CreateBuilder<Indicator>();
        foreach (var metric in Enum.GetValues<IndicatorMetric>())
        {
            if (IsWindowed(metric))
                all.AddRange(Windows.All.Select(window => new Indicator(metric, window)));
            else
                all.Add(new Indicator(metric, null));
        }

        All = all.DrainToImmutable();
        Names = [.. All.Select(Of)];
        ByName = All.ToFrozenDictionary(Of, StringComparer.Ordinal);
    }

    /// <summary>Whether the metric exists once for each window.</summary>
    public static bool IsWindowed(IndicatorMetric metric) => metric <= IndicatorMetric.Rfm;

    /// <summary>Names are matched exactly, letter case included.</summary>
    public static bool TryParse(string? name, out Indicator indicator)
    {
        indicator = default;
        return name is not null && ByName.TryGetValue(name, out indicator);
    }

    /// <exception cref="UnknownIndicatorException">There is no indicator of that name.</exception>
    public static Indicator Parse(string name) => TryParse(name, out var indicator) ? indicator : throw new UnknownIndicatorException(name);

    internal static string Of(Indicator indicator) => $"ICOMMKT_{Stem(indicator.Metric)}{(indicator.Window is { } window ? $"_{window.Suffix}" : "")}";

    internal static ImmutableArray<IndicatorField> FieldsOf(ProfileIndicators profile, ProfileRfm? rfm)
    {
        var fields = ImmutableArray.CreateBuilder<IndicatorField>(All.Length);
        for (var i = 0; i < All.Length; i++)
            fields.Add(new IndicatorField(All[i], Names[i], ValueOf(profile, rfm, All[i])));
        return fields.MoveToImmutable();
    }

    private static object? ValueOf(ProfileIndicators profile, ProfileRfm? rfm, Indicator indicator)
    {
        var window = indicator.Window is { } w ? profile[w] : null;
        return indicator.Metric switch
        {
            IndicatorMetric.Products => window!.Products,
            IndicatorMetric.Categories => window!.Categories,
            IndicatorMetric.Purchases => window!.Totals.Purchases,
            IndicatorMetric.Amount => window!.Totals.Amount,
            IndicatorMetric.AverageAmount => window!.Totals.AverageAmount,
            IndicatorMetric.Items => window!.Totals.Units,
            IndicatorMetric.Coupons => window!.Coupons,
            IndicatorMetric.Rfm => CodeOf(rfm, (RfmPeriod)window!.Window),
            IndicatorMetric.FirstPurchaseDate => profile.FirstPurchaseDate,
            IndicatorMetric.LastPurchaseDate => profile.LastPurchaseDate,
            IndicatorMetric.DaysSinceFirstPurchase => profile.DaysSinceFirstPurchase,
            IndicatorMetric.DaysSinceLastPurchase => profile.DaysSinceLastPurchase,
            IndicatorMetric.LastPurchaseAmount => profile.LastPurchaseAmount,
            IndicatorMetric.LastPurchaseBrands => profile.LastPurchaseBrands,
            IndicatorMetric.LastPurchaseCategories => profile.LastPurchaseCategories,
            IndicatorMetric.LastPurchasePromoCodes => profile.LastPurchasePromoCodes,
            IndicatorMetric.LifetimeRfm => CodeOf(rfm, RfmPeriod.Lifetime),
            IndicatorMetric.RfmGroup => rfm?.Group,
            IndicatorMetric.RfmSegment => rfm?.Segment,
            IndicatorMetric.RfmPreviousSegment => rfm?.PreviousSegment,
            IndicatorMetric.RfmSegmentChangedDate => rfm?.SegmentChangedOn,
            _ => throw new ArgumentOutOfRangeException(nameof(indicator)),
        };
    }

    private static int? CodeOf(ProfileRfm? rfm, RfmPeriod period) => rfm?[period] is { Exists: true } score ? score.Code : null;

    private static string Stem(IndicatorMetric metric) => metric switch
    {
        IndicatorMetric.Products => "Products",
        IndicatorMetric.Categories => "Categories",
        IndicatorMetric.Purchases => "Purchases",
        IndicatorMetric.Amount => "Amount",
        IndicatorMetric.AverageAmount => "Avg_Amount",
        IndicatorMetric.Items => "Items",
        IndicatorMetric.Coupons => "Coupons",
        IndicatorMetric.Rfm or IndicatorMetric.LifetimeRfm => "RFM",
        IndicatorMetric.FirstPurchaseDate => "First_Purchase_Date",
        IndicatorMetric.LastPurchaseDate => "Last_Purchase_Date",
        IndicatorMetric.DaysSinceFirstPurchase => "Days_Since_First_Purchase",
        IndicatorMetric.DaysSinceLastPurchase => "Days_Since_Last_Purchase",
        IndicatorMetric.LastPurchaseAmount => "Last_Purchase_Amount",
        IndicatorMetric.LastPurchaseBrands => "Last_Purchase_Brands",
        IndicatorMetric.LastPurchaseCategories => "Last_Purchase_Categories",
        IndicatorMetric.LastPurchasePromoCodes => "Last_Purchase_Promo_Codes",
        IndicatorMetric.RfmGroup => "RFM_Group",
        IndicatorMetric.RfmSegment => "RFM_Segment",
        IndicatorMetric.RfmPreviousSegment => "RFM_Previous_Segment",
        IndicatorMetric.RfmSegmentChangedDate => "RFM_Segment_Changed_Date",
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };
}
