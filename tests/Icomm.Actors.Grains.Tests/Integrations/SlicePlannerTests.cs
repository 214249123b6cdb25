using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;

namespace Icomm.Actors.Grains.Tests.Integrations;

public sealed class SlicePlannerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_first_run_reads_everything() => Assert.Equal(Hours(0, 24), Next(until: 24));

    [Fact]
    public void The_next_run_goes_on_a_little_before_the_end_of_what_is_covered() =>
        Assert.Equal(new TimeInterval(Start.AddHours(24).AddSeconds(1) - Lookback, Start.AddHours(28)), Next(until: 28, Hours(0, 24)));

    [Fact]
    public void Looking_back_never_goes_before_the_start() =>
        Assert.Equal(Hours(0, 1), SlicePlanner.NextWindow(IntervalSet.Empty.Add(new TimeInterval(Start, Start.AddMinutes(1))), Start, Start.AddHours(1), Lookback));

    [Fact]
    public void The_oldest_gap_comes_first()
    {
        var covered = IntervalSet.Empty.Add(Hours(0, 2)).Add(Hours(4, 6));
        Assert.Equal(
            new TimeInterval(Start.AddHours(2).AddSeconds(1) - Lookback, Start.AddHours(4).AddSeconds(-1)), SlicePlanner.NextWindow(covered, Start, Start.AddHours(8), Lookback));
    }

    [Fact]
    public void History_that_was_asked_for_later_is_read_before_anything_else() =>
        Assert.Equal(
            new TimeInterval(Start.AddHours(-24), Start.AddSeconds(-1)), SlicePlanner.NextWindow(IntervalSet.Empty.Add(Hours(0, 2)), Start.AddHours(-24), Start.AddHours(2), Lookback));

    [Fact]
    public void Nothing_is_missing_when_all_is_covered()
    {
        Assert.Null(Next(until: 24, Hours(0, 24)));
        Assert.Null(Next(until: 20, Hours(0, 24)));
    }

    [Fact]
    public void A_clock_that_went_back_before_the_start_finds_nothing_to_read() => Assert.Null(Next(until: -1));

    private static TimeInterval? Next(int until, params TimeInterval[] covered) => SlicePlanner.NextWindow(new IntervalSet([.. covered]), Start, Start.AddHours(until), Lookback);

    private static TimeInterval Hours(int from, int until) => new(Start.AddHours(from), Start.AddHours(until));
}
