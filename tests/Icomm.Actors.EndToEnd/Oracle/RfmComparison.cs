using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>Compares the scores of every profile that the API shows, under both the names it has for them, with brute force.</summary>
internal static class RfmComparison
{
    private const int Shown = 10;

    private static readonly string[] Indicators =
        ["RFM_30_Days", "RFM_60_Days", "RFM_90_Days", "RFM_180_Days", "RFM_360_Days", "RFM_360_Plus_Days", "RFM"];

    /// <param name="histories">Null leaves earlier segments alone.</param>
    /// <returns>How many values were compared.</returns>
    public static int AssertEqual(
        string what, IReadOnlyList<ObservedProfile> observed, IReadOnlyDictionary<string, OracleScores> expected, IReadOnlyDictionary<string, SegmentHistory>? histories = null)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), observed.Select(profile => profile.Email).Order(StringComparer.Ordinal));
        var differences = new List<string>();
        var compared = 0;
        foreach (var profile in observed)
        {
            var (scores, rfm) = (expected[profile.Email], profile.Json.GetProperty("rfm"));
            for (var period = 0; period < RfmOracle.Periods.Length; period++)
            {
                var code = scores.Codes[period]?.ToString(CultureInfo.InvariantCulture);
                Check(RfmOracle.Periods[period], code, rfm.GetProperty("scores").TryGetProperty(RfmOracle.Periods[period], out var score) ? Text(score.GetProperty("code")) : null);
                Check(Indicators[period], code, Indicator(Indicators[period]));
            }

            CheckBoth("group", "RFM_Group", scores.Group);
            CheckBoth("segment", "RFM_Segment", scores.Segment);
            if (histories is null)
                continue;
            var history = histories[profile.Email];
            CheckBoth("previousSegment", "RFM_Previous_Segment", history.Previous);
            CheckBoth("segmentChangedOn", "RFM_Segment_Changed_Date", history.ChangedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

            void CheckBoth(string part, string indicator, string? wanted)
            {
                Check(part, wanted, rfm.TryGetProperty(part, out var actual) ? Text(actual) : null);
                Check(indicator, wanted, Indicator(indicator));
            }

            string? Indicator(string name) => Text(profile.Indicators.GetProperty($"ICOMMKT_{name}"));

            void Check(string name, string? wanted, string? actual)
            {
                compared++;
                if (wanted != actual)
                    differences.Add($"{profile.Email} {name}: expected {wanted ?? "nothing"}, actual {actual ?? "nothing"}");
            }
        }

        if (differences.Count > 0)
            Assert.Fail($"{what}: {differences.Count} of {compared} values of {observed.Count} profiles differ from brute force:\n{string.Join('\n', differences.Take(Shown))}");
        return compared;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
