using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The columns of <c>enriched_profiles</c>, in the groups they are read and written by, and how each group is read.</summary>
internal static class EnrichedColumns
{
    // First: the others are made with it.
    private static readonly ImmutableArray<string> Suffixes = ["30", "60", "90", "180", "360", "360_plus", "lifetime"];

    /// <summary>What a row says of a customer, scores aside: all that <see cref="IMasterDataStore.SaveAsync"/> writes.</summary>
    public static readonly ImmutableArray<string> Content =
    [
        "profile_id", "state_version", "email", "first_name", "last_name", "evaluated_on", "next_change_on", "settings_stamp",
        "first_purchase_on", "last_purchase_on", "last_day_360_plus", "last_purchase_amount", "content_hash", "problem",
        .. ByPeriod("purchases"), .. ByPeriod("amount"), .. ByPeriod("items"), .. ByPeriod("average"), .. ByPeriod("set_aside"),
    ];

    /// <summary>What scoring writes.</summary>
    public static readonly ImmutableArray<string> Scores =
        [.. ByPeriod("rfm"), "rfm_group", "segment", "previous_segment", "segment_changed_on", "segment_changed_in", "fingerprint"];

    /// <summary>What scores are computed from; read by <see cref="ReadValues"/>.</summary>
    public static readonly ImmutableArray<string> Values = ["last_purchase_on", "last_day_360_plus", .. ByPeriod("purchases"), .. ByPeriod("amount")];

    /// <summary>The column of a period.</summary>
    public static string Of(string stem, RfmPeriod period) => $"{stem}_{Suffixes[(int)period]}";

    public static string List(params ReadOnlySpan<ImmutableArray<string>> groups)
    {
        var all = new List<string>();
        foreach (var group in groups)
            all.AddRange(group);
        return string.Join(", ", all);
    }

    /// <param name="at">The first column of <see cref="Values"/>.</param>
    /// <param name="values"><see cref="RfmPeriods.Count"/> of them.</param>
    public static void ReadValues(SqlStatement row, int at, Span<RfmValues> values)
    {
        var (last, lastOver) = (row.GetInt32(at), row.GetInt32(at + 1));
        for (var period = 0; period < values.Length; period++)
        {
            var purchases = row.GetInt32(at + 2 + period);
            values[period] = purchases == 0 ? default : new RfmValues(LastDay(period, last, lastOver), purchases, row.GetInt64(at + 2 + RfmPeriods.Count + period));
        }
    }

    /// <param name="at">The first column of <see cref="Content"/>.</param>
    public static EnrichedProfile ReadContent(SqlStatement row, long key, int at, ReadOnlyMemory<byte> lists)
    {
        var (last, lastOver) = (row.GetInt32(at + 9), row.GetInt32(at + 10));
        var periods = new PeriodMetrics[RfmPeriods.Count];
        for (var period = 0; period < periods.Length; period++)
        {
            var metric = at + 14 + period;
            var purchases = row.GetInt32(metric);
            periods[period] = new PeriodMetrics(
                purchases == 0 ? 0 : LastDay(period, last, lastOver), purchases, row.GetInt64(metric + RfmPeriods.Count), row.GetInt64(metric + 2 * RfmPeriods.Count),
                row.GetInt64OrNull(metric + 3 * RfmPeriods.Count), row.GetInt32(metric + 4 * RfmPeriods.Count));
        }

        return new EnrichedProfile
        {
            Key = key,
            ProfileId = row.GetText(at),
            StateVersion = row.GetInt64(at + 1),
            Email = row.GetTextOrNull(at + 2),
            FirstName = row.GetTextOrNull(at + 3),
            LastName = row.GetTextOrNull(at + 4),
            EvaluatedOn = row.GetInt32(at + 5),
            NextChangeOn = row.GetInt32(at + 6),
            SettingsStamp = row.GetInt64(at + 7),
            FirstPurchaseOn = row.GetInt32(at + 8),
            LastPurchaseOn = last,
            LastPurchaseAmount = row.GetInt64OrNull(at + 11),
            ContentHash = row.GetInt64(at + 12),
            ProblemCode = row.GetTextOrNull(at + 13),
            Periods = periods,
            Lists = lists,
        };
    }

    /// <param name="at">The first column of <see cref="Scores"/>.</param>
    /// <returns>Null before the row's first scoring.</returns>
    public static RowScores? ReadScores(SqlStatement row, long key, int at, TextCache texts)
    {
        var rest = at + RfmPeriods.Count;
        if (row.IsNull(rest + 5))
            return null;
        var codes = new short[RfmPeriods.Count];
        for (var period = 0; period < codes.Length; period++)
            codes[period] = (short)row.GetInt32(at + period);
        return new RowScores
        {
            Key = key,
            Codes = [.. codes],
            Group = texts.Get(row.GetUtf8(rest)),
            Segment = texts.Get(row.GetUtf8(rest + 1)),
            PreviousSegment = row.IsNull(rest + 2) ? null : texts.Get(row.GetUtf8(rest + 2)),
            SegmentChangedOn = (int?)row.GetInt64OrNull(rest + 3),
            SegmentChangedIn = row.GetInt64OrNull(rest + 4),
            Fingerprint = row.GetInt64(rest + 5),
        };
    }

    private static int LastDay(int period, int last, int lastOver) => period == (int)RfmPeriod.Over360 ? lastOver : last;

    private static IEnumerable<string> ByPeriod(string stem) => RfmPeriods.All.Select(period => Of(stem, period));
}
