using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Grains.Integrations;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>How far and how fast a stage is: by what was done of late, not since it began.</summary>
public sealed class StageProgressTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_stage_that_has_just_begun_has_no_rate()
    {
        var stage = StageProgress.Begin("Orders", Noon);
        Assert.Null(stage.RateAt(Noon));
        Assert.Null(stage.TimeLeftAt(Noon));
        Assert.Null(stage.Total);
    }

    [Fact]
    public void The_rate_follows_a_store_that_slows_down()
    {
        var stage = StageProgress.Begin("Orders", Noon);
        var now = Noon;
        for (var page = 0; page < 60; page++)
            stage = stage.Advance(now += TimeSpan.FromSeconds(1), 100, left: 100_000 - stage.Done - 100);
        Assert.Equal(100, stage.RateAt(now)!.Value, precision: 6);
        Assert.Equal((6_000, 100_000, TimeSpan.FromSeconds(940)), (stage.Done, stage.Total, stage.TimeLeftAt(now)));

        for (var page = 0; page < 6; page++)
            stage = stage.Advance(now += TimeSpan.FromSeconds(10), 100, left: 100_000 - stage.Done - 100);
        Assert.Equal(10, stage.RateAt(now)!.Value, precision: 6);

        // Nothing comes any more: what is left takes ever longer.
        Assert.True(stage.RateAt(now.AddMinutes(5)) < 1);
    }

    [Fact]
    public void A_stage_that_has_ended_tells_its_whole_rate_and_no_time_left()
    {
        var stage = StageProgress.Begin("Orders", Noon).Advance(Noon.AddSeconds(10), 500, left: 500).Advance(Noon.AddSeconds(100), 500, left: 0).End(Noon.AddSeconds(100));
        Assert.Equal(10, stage.RateAt(Noon.AddDays(1)));
        Assert.Null(stage.TimeLeftAt(Noon.AddDays(1)));
        Assert.Equal(Noon.AddSeconds(100), stage.End(Noon.AddDays(1)).EndedAt);
    }

    [Fact]
    public void Of_a_store_that_tells_no_total_there_is_a_rate_and_no_time_left()
    {
        var stage = StageProgress.Begin("Orders", Noon).Advance(Noon.AddSeconds(10), 500, left: null);
        Assert.Equal(50, stage.RateAt(Noon.AddSeconds(10)));
        Assert.Null(stage.Total);
        Assert.Null(stage.TimeLeftAt(Noon.AddSeconds(10)));
    }

    [Fact]
    public void At_most_one_stage_is_open_and_each_resource_has_one_as_long_as_it_is_read()
    {
        var stages = RunStages.Enter([], "Customers", Noon);
        stages = RunStages.Advance(stages, "Customers", Noon.AddSeconds(1), 10, left: 0);
        stages = RunStages.Enter(stages, "Customers", Noon.AddSeconds(2));
        stages = RunStages.Advance(stages, "Customers", Noon.AddSeconds(3), 10, left: -5);
        stages = RunStages.Enter(stages, "Orders", Noon.AddSeconds(4));

        Assert.Equal([("Customers", 20L, Noon.AddSeconds(4)), ("Orders", 0L, null)], stages.Select(stage => (stage.Stage, stage.Done, stage.EndedAt)));
        Assert.Equal(20, stages[0].Total);

        // A slice that an earlier run left open.
        Assert.Equal("Orders", Assert.Single(RunStages.Advance([], "Orders", Noon, 7, left: 3)).Stage);
    }
}
