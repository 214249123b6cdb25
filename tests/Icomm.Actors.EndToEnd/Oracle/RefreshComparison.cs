using System.Text.Json;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>Compares what a refresh and its model say of themselves with brute force.</summary>
internal static class RefreshComparison
{
    /// <summary>Segment sizes, and who went from where to where on that day.</summary>
    public static void AssertSegments(JsonElement refresh, DateOnly day, IReadOnlyDictionary<string, SegmentHistory> histories)
    {
        var sizes = histories.Values.CountBy(history => history.Segment).Select(pair => $"{pair.Key}: {pair.Value}");
        Assert.Equal(sizes.Order(), refresh.GetProperty("segments").EnumerateArray().Select(segment => $"{segment.GetProperty("segment").GetString()}: {segment.GetProperty("customers")}").Order());
        var moves = histories.Values.Where(history => history.ChangedOn == day).CountBy(history => (history.Previous, history.Segment)).Select(pair => $"{pair.Key.Previous} to {pair.Key.Segment}: {pair.Value}");
        Assert.Equal(
            moves.Order(),
            refresh.GetProperty("transitions").EnumerateArray().Select(move => $"{move.GetProperty("from").GetString()} to {move.GetProperty("to").GetString()}: {move.GetProperty("customers")}").Order());
    }

    /// <summary>The cuts of every period.</summary>
    public static void AssertModel(JsonElement model, DateOnly day, RfmOracle oracle, RfmRule rule)
    {
        Assert.Equal($"{day:yyyy-MM-dd}", model.GetProperty("asOf").GetString());
        var periods = model.GetProperty("periods").EnumerateArray().ToArray();
        Assert.Equal(RfmOracle.Periods, periods.Select(period => period.GetProperty("period").GetString()));
        for (var period = 0; period < periods.Length; period++)
        {
            var cuts = periods[period].GetProperty("cuts");
            var (population, recency, frequency, monetary) = oracle.Cuts(period, day, rule);
            Assert.Equal(population, cuts.GetProperty("population").GetInt32());
            Assert.Equal(recency, Numbers("recency"));
            Assert.Equal(frequency, Numbers("frequency"));
            Assert.Equal(monetary, Numbers("monetary"));

            decimal[] Numbers(string dimension) => [.. cuts.GetProperty(dimension).EnumerateArray().Select(cut => cut.GetDecimal())];
        }
    }
}
