using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Tests.Time;

/// <summary>The set against a plain set of seconds.</summary>
public sealed class IntervalSetTests
{
    private const int Seconds = 60;

    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<(int From, int Until)> Spans =
        from a in Gen.Choose(0, Seconds)
        from b in Gen.Choose(0, 12)
        select (a, Math.Min(a + b, Seconds));

    private static readonly Arbitrary<((int From, int Until)[] Added, (int From, int Until) Within)> Cases = Arb.From(
        from count in Gen.Choose(0, 8)
        from added in Gen.ArrayOf(Spans, count)
        from within in Spans
        select (added, within));

    [Fact]
    public void It_covers_exactly_the_seconds_that_were_added() => Prop.ForAll(Cases, c =>
    {
        var set = c.Added.Aggregate(IntervalSet.Empty, (s, span) => s.Add(Interval(span)));
        var seconds = c.Added.SelectMany(span => Range(span)).ToHashSet();

        for (var second = 0; second <= Seconds; second++)
            Assert.Equal(seconds.Contains(second), set.Covers(At(second)));
        Assert.Equal(Range(c.Within).All(seconds.Contains), set.Covers(Interval(c.Within)));

        // Gaps are what is missing, no more and no less, and filling them covers everything.
        var gaps = set.Gaps(Interval(c.Within));
        Assert.Equal(Range(c.Within).Where(s => !seconds.Contains(s)), gaps.SelectMany(g => Range(((int)(g.From - Start).TotalSeconds, (int)(g.Until - Start).TotalSeconds))));
        Assert.True(gaps.Aggregate(set, (s, gap) => s.Add(gap)).Covers(Interval(c.Within)));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void It_is_sorted_apart_and_independent_of_the_order_of_adding() => Prop.ForAll(Cases, c =>
    {
        var set = c.Added.Aggregate(IntervalSet.Empty, (s, span) => s.Add(Interval(span)));
        var reversed = new IntervalSet([.. c.Added.Reverse().Select(Interval)]);
        Assert.Equal(set, reversed);
        Assert.Equal(set.GetHashCode(), reversed.GetHashCode());
        for (var i = 1; i < set.Intervals.Length; i++)
            Assert.True(set.Intervals[i].From - set.Intervals[i - 1].Until > set.Resolution);
        Assert.Equal(set, JsonSerializer.Deserialize<IntervalSet>(JsonSerializer.Serialize(set)));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void What_is_removed_is_covered_no_more_and_nothing_else_is_lost() => Prop.ForAll(Cases, c =>
    {
        var set = c.Added.Aggregate(IntervalSet.Empty, (s, span) => s.Add(Interval(span)));
        var removed = set.Remove(Interval(c.Within));
        var seconds = c.Added.SelectMany(span => Range(span)).Except(Range(c.Within)).ToHashSet();

        for (var second = 0; second <= Seconds; second++)
            Assert.Equal(seconds.Contains(second), removed.Covers(At(second)));
        Assert.Equal(set.Add(Interval(c.Within)), removed.Add(Interval(c.Within)));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void What_is_covered_already_gives_the_same_set()
    {
        var set = IntervalSet.Empty.Add(Interval((0, 30)));
        Assert.Same(set, set.Add(Interval((10, 20))));
        Assert.Same(set, set.Remove(Interval((31, 40))));
    }

    [Fact]
    public void Neighbours_merge_at_the_set_s_own_resolution()
    {
        var fine = new IntervalSet([Interval((0, 1)), Interval((2, 3))], TimeSpan.FromTicks(1));
        Assert.Equal(2, fine.Intervals.Length);
        Assert.Equal([new TimeInterval(At(1).AddTicks(1), At(2).AddTicks(-1))], fine.Gaps(Interval((0, 3))).ToArray());
        Assert.Single(new IntervalSet([Interval((0, 1)), Interval((2, 3))]).Intervals);
        Assert.Equal(TimeSpan.FromTicks(1), JsonSerializer.Deserialize<IntervalSet>(JsonSerializer.Serialize(fine))!.Resolution);
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntervalSet([], TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void The_ends_of_time_are_no_trouble()
    {
        var all = new TimeInterval(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal([all], IntervalSet.Empty.Gaps(all).ToArray());
        Assert.Empty(IntervalSet.Empty.Add(all).Gaps(all));
        Assert.Equal(2, IntervalSet.Empty.Add(Interval((1, 2))).Gaps(all).Length);
        Assert.True(IntervalSet.Empty.Add(new TimeInterval(DateTimeOffset.MinValue, DateTimeOffset.MinValue)).Gaps(all).Length == 1);
    }

    [Fact]
    public void An_interval_is_utc_and_never_backwards()
    {
        var interval = new TimeInterval(new DateTimeOffset(2024, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), At(10));
        Assert.Equal(TimeSpan.Zero, interval.From.Offset);
        Assert.Equal(Interval((0, 10)), interval);
        Assert.Throws<ArgumentException>(() => new TimeInterval(At(1), At(0)));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Deserialize<TimeInterval>("""{"From":"2024-01-02T00:00:00Z","Until":"2024-01-01T00:00:00Z"}"""));
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static TimeInterval Interval((int From, int Until) span) => new(At(span.From), At(span.Until));

    private static IEnumerable<int> Range((int From, int Until) span) => Enumerable.Range(span.From, span.Until - span.From + 1);
}
