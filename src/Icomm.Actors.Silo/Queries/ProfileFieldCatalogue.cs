using System.Collections.Frozen;
using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>
/// Every field that profiles can be filtered and sorted by: the published indicators that have one value, and the API's own for what is published as part of another (scores), over all
/// purchases, or as the contact itself.
/// </summary>
internal static class ProfileFieldCatalogue
{
    public static readonly ImmutableArray<ProfileField> All = [.. Published(), .. Own()];

    private static readonly FrozenDictionary<string, ProfileField> ByName = All.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>Names are matched exactly, letter case included.</summary>
    /// <param name="problem">Set when there is no such field.</param>
    public static ProfileField? Find(string name, string code, out QueryProblem? problem)
    {
        problem = null;
        if (ByName.TryGetValue(name, out var field))
            return field;
        var shown = name.Length <= 100 ? name : name[..100];
        problem = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)) is { } meant
            ? new QueryProblem(code, $"There is no field '{shown}'.", $"Write '{meant.Name}': letter case counts.")
            : IndicatorNames.TryParse(name, out _)
                ? new QueryProblem(code, $"'{shown}' is a list, and lists can't be filtered or sorted by.", "The fields that can are at /api/v1/profile-fields.")
                : new QueryProblem(code, $"There is no field '{shown}'.", "The fields are at /api/v1/profile-fields.");
        return null;
    }

    private static IEnumerable<ProfileField> Published() => IndicatorNames.All.Select(Published).OfType<ProfileField>();

    private static ProfileField? Published(Indicator indicator)
    {
        var period = (RfmPeriod?)indicator.Window;
        var ofPeriod = indicator.Window is { } window ? $"of the window {window.Suffix.Replace('_', ' ')}" : "";
        return indicator.Metric switch
        {
            IndicatorMetric.Purchases => Field(ProfileFieldType.Integer, MasterDataColumn.Purchases, $"Purchases {ofPeriod}."),
            IndicatorMetric.Amount => Field(ProfileFieldType.Decimal, MasterDataColumn.Amount, $"Amount {ofPeriod}."),
            IndicatorMetric.AverageAmount => Field(ProfileFieldType.Decimal, MasterDataColumn.AverageAmount, $"Average amount of a purchase {ofPeriod}."),
            IndicatorMetric.Items => Field(ProfileFieldType.Decimal, MasterDataColumn.Items, $"Units bought {ofPeriod}."),
            IndicatorMetric.Rfm => Field(ProfileFieldType.Code, MasterDataColumn.RfmCode, $"RFM score {ofPeriod}."),
            IndicatorMetric.FirstPurchaseDate => Field(ProfileFieldType.Date, MasterDataColumn.FirstPurchaseDate, "Day of the first purchase."),
            IndicatorMetric.LastPurchaseDate => Field(ProfileFieldType.Date, MasterDataColumn.LastPurchaseDate, "Day of the last purchase."),
            IndicatorMetric.DaysSinceFirstPurchase => Field(ProfileFieldType.Days, MasterDataColumn.FirstPurchaseDate, "Days since the first purchase."),
            IndicatorMetric.DaysSinceLastPurchase => Field(ProfileFieldType.Days, MasterDataColumn.LastPurchaseDate, "Days since the last purchase."),
            IndicatorMetric.LastPurchaseAmount => Field(ProfileFieldType.Decimal, MasterDataColumn.LastPurchaseAmount, "Amount of the last purchase."),
            IndicatorMetric.LifetimeRfm => new ProfileField(indicator.Name, ProfileFieldType.Code, new(MasterDataColumn.RfmCode, RfmPeriod.Lifetime), "RFM score over all purchases."),
            IndicatorMetric.RfmGroup => Field(ProfileFieldType.Text, MasterDataColumn.Group, "RFM group."),
            IndicatorMetric.RfmSegment => Field(ProfileFieldType.Text, MasterDataColumn.Segment, "RFM segment."),
            IndicatorMetric.RfmPreviousSegment => Field(ProfileFieldType.Text, MasterDataColumn.PreviousSegment, "The segment before this one."),
            IndicatorMetric.RfmSegmentChangedDate => Field(ProfileFieldType.Date, MasterDataColumn.SegmentChangedDate, "Day on which the segment changed."),
            _ => null,
        };

        ProfileField Field(ProfileFieldType type, MasterDataColumn column, string description) => new(indicator.Name, type, new(column, period), description);
    }

    private static IEnumerable<ProfileField> Own()
    {
        foreach (var period in RfmPeriods.All)
        {
            var (suffix, of) = period == RfmPeriod.Lifetime ? ("", "over all purchases") : ($"_{((Window)period).Suffix}", $"of the window {((Window)period).Suffix.Replace('_', ' ')}");
            yield return new($"Recency_Score{suffix}", ProfileFieldType.Score, new(MasterDataColumn.RecencyScore, period), $"Recency score {of}.");
            yield return new($"Frequency_Score{suffix}", ProfileFieldType.Score, new(MasterDataColumn.FrequencyScore, period), $"Frequency score {of}.");
            yield return new($"Monetary_Score{suffix}", ProfileFieldType.Score, new(MasterDataColumn.MonetaryScore, period), $"Monetary score {of}.");
        }

        yield return new("Purchases", ProfileFieldType.Integer, new(MasterDataColumn.Purchases, RfmPeriod.Lifetime), "All purchases.");
        yield return new("Amount", ProfileFieldType.Decimal, new(MasterDataColumn.Amount, RfmPeriod.Lifetime), "Amount of all purchases.");
        yield return new("Average_Amount", ProfileFieldType.Decimal, new(MasterDataColumn.AverageAmount, RfmPeriod.Lifetime), "Average amount of all purchases.");
        yield return new("Items", ProfileFieldType.Decimal, new(MasterDataColumn.Items, RfmPeriod.Lifetime), "Units bought in all.");
        yield return new("Email", ProfileFieldType.Text, new(MasterDataColumn.Email), "E-mail.");
        yield return new("FirstName", ProfileFieldType.Text, new(MasterDataColumn.FirstName), "First name.");
        yield return new("LastName", ProfileFieldType.Text, new(MasterDataColumn.LastName), "Last name.");
    }
}
