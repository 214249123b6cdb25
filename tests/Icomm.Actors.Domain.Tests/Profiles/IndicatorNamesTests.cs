using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Tests.Profiles;

public sealed class IndicatorNamesTests
{
    private static readonly DatabaseSettings Utc = new() { TimeZone = "UTC", Currency = "USD" };

    /// <summary>Names as facts §1.4 quotes them: published, so never to change.</summary>
    [Theory]
    [InlineData("ICOMMKT_First_Purchase_Date")]
    [InlineData("ICOMMKT_Last_Purchase_Date")]
    [InlineData("ICOMMKT_Days_Since_First_Purchase")]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase")]
    [InlineData("ICOMMKT_Last_Purchase_Amount")]
    [InlineData("ICOMMKT_Items_30_Days")]
    [InlineData("ICOMMKT_Items_180_Days")]
    [InlineData("ICOMMKT_Amount_360_Days")]
    [InlineData("ICOMMKT_Avg_Amount_360_Plus_Days")]
    [InlineData("ICOMMKT_Coupons_90_Days")]
    [InlineData("ICOMMKT_RFM_30_Days")]
    [InlineData("ICOMMKT_RFM_360_Plus_Days")]
    [InlineData("ICOMMKT_RFM")]
    [InlineData("ICOMMKT_RFM_Group")]
    [InlineData("ICOMMKT_RFM_Segment")]
    [InlineData("ICOMMKT_RFM_Previous_Segment")]
    [InlineData("ICOMMKT_RFM_Segment_Changed_Date")]
    public void Published_names_are_known(string name)
    {
        Assert.True(IndicatorNames.TryParse(name, out var indicator));
        Assert.Equal(name, indicator.Name);
        Assert.Contains(ProfileState.Empty.Evaluate(new DateOnly(2024, 1, 1), Utc).ToFields(), f => f.Name == name);
        Assert.Empty(ProfileState.Empty.Explain(name, new DateOnly(2024, 1, 1), Utc));
    }

    [Fact]
    public void There_are_sixty_one_all_different()
    {
        Assert.Equal((8 * 6) + 8 + 5, IndicatorNames.All.Length);
        Assert.Equal(IndicatorNames.All.Length, IndicatorNames.All.Select(i => i.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("icommkt_amount_30_days")]
    [InlineData("ICOMMKT_Amount_31_Days")]
    public void Anything_else_is_refused(string name)
    {
        var e = Assert.Throws<UnknownIndicatorException>(() => ProfileState.Empty.Explain(name, new DateOnly(2024, 1, 1), Utc));
        Assert.Equal("unknown_indicator", e.Code);
    }

    [Fact]
    public void An_empty_profile_has_no_change_ahead_and_extreme_dates_are_answered()
    {
        Assert.Null(ProfileState.Empty.NextChangeDate(new DateOnly(2024, 1, 1), Utc));
        var order = OrderBuilder.Order("1", OrderBuilder.Noon) with { PlacedAt = DateTimeOffset.MaxValue };
        var state = ProfileState.Empty.Apply("m", [order, order with { OrderId = "2", PlacedAt = DateTimeOffset.MinValue }], [], DateTimeOffset.MaxValue).State;
        Assert.Equal(1, state.Evaluate(DateOnly.MinValue, Utc).Lifetime.Purchases);
        Assert.Equal(2, state.Evaluate(DateOnly.MaxValue, Utc).Lifetime.Purchases);
        Assert.Null(state.NextChangeDate(DateOnly.MaxValue, Utc));
    }
}
