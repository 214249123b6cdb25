using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>A profile scored by a model, and the RFM indicators under their names.</summary>
public sealed class ProfileRfmTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Noon.Date);

    private static readonly DatabaseSettings Settings = new() { TimeZone = "UTC", Currency = "USD" };

    [Fact]
    public void A_profile_is_scored_in_every_period_as_of_its_own_day()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon.AddDays(-400), 50), Order("2", Noon.AddDays(-70), 20), Order("3", Noon.AddDays(-31), 9)], [], Noon).State;
        var indicators = state.Evaluate(Today, Settings);

        var values = new RfmValues[RfmPeriods.Count];
        RfmValues.Fill(indicators, values);
        Assert.Equal(
            [default, Values(31, 1, 9), Values(31, 2, 29), Values(31, 2, 29), Values(31, 2, 29), Values(400, 1, 50), Values(31, 3, 79)],
            values);

        var rfm = ProfileRfm.Of(indicators, Scorer());
        Assert.Equal((4, Today.AddDays(-1)), (rfm.ModelVersion, rfm.ModelAsOf));
        Assert.Equal([0, 511, 521, 521, 521, 212, 533], rfm.Scores.Select(s => s.Code));
        Assert.Equal(("FREQUENT", "FREQUENT_CHAMPIONS"), (rfm.Group, rfm.Segment));
        Assert.Equal((null, null), (rfm.PreviousSegment, rfm.SegmentChangedOn));
        Assert.Equal(rfm, ProfileRfm.Of(indicators, Scorer()));
    }

    [Fact]
    public void The_indicators_have_their_names_and_values()
    {
        var state = ProfileState.Empty.Apply("m", [Order("2", Noon.AddDays(-70), 20), Order("3", Noon.AddDays(-31), 9)], [], Noon).State;
        var indicators = state.Evaluate(Today, Settings);
        var rfm = ProfileRfm.Of(indicators, Scorer()) with { PreviousSegment = "BEGINNERS_NEW", SegmentChangedOn = Today };
        var fields = indicators.ToFields(rfm).ToDictionary(f => f.Name, f => f.Value);

        Assert.Equal(61, fields.Count);
        Assert.Null(fields["ICOMMKT_RFM_30_Days"]);
        Assert.Equal(511, fields["ICOMMKT_RFM_60_Days"]);
        Assert.Null(fields["ICOMMKT_RFM_360_Plus_Days"]);
        Assert.Equal(521, fields["ICOMMKT_RFM"]);
        Assert.Equal("FREQUENT", fields["ICOMMKT_RFM_Group"]);
        Assert.Equal("FREQUENT_CHAMPIONS", fields["ICOMMKT_RFM_Segment"]);
        Assert.Equal("BEGINNERS_NEW", fields["ICOMMKT_RFM_Previous_Segment"]);
        Assert.Equal(Today, fields["ICOMMKT_RFM_Segment_Changed_Date"]);
        Assert.Equal(indicators.ToFields().Select(f => f.Name), indicators.ToFields(rfm).Select(f => f.Name));
        Assert.All(indicators.ToFields().Where(f => f.Name.Contains("RFM")), f => Assert.Null(f.Value));
    }

    [Fact]
    public void Somebody_without_a_purchase_is_a_prospect()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon.AddDays(-3), status: OrderStatus.Cancelled)], [], Noon).State;
        var rfm = ProfileRfm.Of(state.Evaluate(Today, Settings), Scorer());
        Assert.Equal(("PROSPECTS", "PROSPECTS"), (rfm.Group, rfm.Segment));
        Assert.All(rfm.Scores, score => Assert.False(score.Exists));
        var fields = state.Evaluate(Today, Settings).ToFields(rfm).ToDictionary(f => f.Name, f => f.Value);
        Assert.Null(fields["ICOMMKT_RFM"]);
        Assert.Equal("PROSPECTS", fields["ICOMMKT_RFM_Segment"]);
    }

    [Fact]
    public void An_explanation_gives_the_purchases_that_were_scored()
    {
        StoreOrder[] orders = [Order("1", Noon.AddDays(-400)), Order("2", Noon.AddDays(-70)), Order("3", Noon.AddDays(-31)), Order("4", Noon.AddDays(2))];
        var state = ProfileState.Empty.Apply("m", orders, [], Noon).State;
        Assert.Equal<string?>(["3", "2", "1"], state.Explain("ICOMMKT_RFM_Segment", Today, Settings).Select(p => p.OrderId));
        Assert.Equal<string?>(["3", "2", "1"], state.Explain("ICOMMKT_RFM", Today, Settings).Select(p => p.OrderId));
        Assert.Equal<string?>(["3"], state.Explain("ICOMMKT_RFM_60_Days", Today, Settings).Select(p => p.OrderId));
        Assert.Equal<string?>(["1"], state.Explain("ICOMMKT_RFM_360_Plus_Days", Today, Settings).Select(p => p.OrderId));
    }

    private static RfmValues Values(int days, int purchases, int amount) => new(Today.DayNumber - days, purchases, amount * 10_000L);

    /// <summary>The same cuts in every period: scores change above 100, 200, 300, 400 days, 1, 2, 4, 6 purchases, 30, 60, 90, 120 units.</summary>
    private static RfmScorer Scorer() => new(new RfmModel
    {
        Version = 4,
        AsOf = Today.AddDays(-1),
        ComputedAt = Noon,
        Method = RfmMethod.Quantile,
        Currency = "USD",
        OlderWindow = OlderWindowPolicy.OlderThan,
        Periods = [.. Enumerable.Repeat(new RfmCuts(100, [100, 200, 300, 400], [1, 2, 4, 6], [30, 60, 90, 120]), RfmPeriods.Count)],
        Segments = SegmentMaps.Icomm,
    });
}
