using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Tests;

public sealed class RunResponseTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 4, 0, 0, TimeSpan.Zero);

    private static readonly RunRow Row = new() { Account = "default", IntegrationId = "i", RunId = "run", StartedAt = Start, Outcome = RunOutcome.Running, Counters = new RunCounters { Read = 40, New = 40 } };

    private static readonly RunProgress Progress = new() { RunId = "run", StartedAt = Start, Stage = "Orders", StageDone = 30, Read = 30, New = 30 };

    [Fact]
    public void WhileARunIsUnderWayItsGrainKnowsMore()
    {
        var run = RunResponse.From(Row, Progress with { Read = 50, New = 50 }, "en");

        Assert.Equal((50, 50), (run.Counters.Read, run.Counters.New));
        Assert.NotNull(run.Progress);
    }

    [Fact]
    public void ARunThatEndedWhileItWasAskedForHasItsLastNumbers()
    {
        var run = RunResponse.From(Row with { Outcome = RunOutcome.Succeeded, EndedAt = Start.AddMinutes(1) }, Progress, "en");

        Assert.Equal((40, 40), (run.Counters.Read, run.Counters.New));
        Assert.Null(run.Progress);
    }

    [Fact]
    public void TheProgressOfAnotherRunIsNotMeant() => Assert.Null(RunResponse.From(Row, Progress with { RunId = "another" }, "en").Progress);
}
