using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit.Abstractions;

namespace Icomm.Actors.Simulation;

/// <summary>DESIGN §9: the real grains under crashes, failing and lying stores, lost reminders and jumping clocks.</summary>
public sealed class SyncSimulationTests(ITestOutputHelper output)
{
    private const int Workers = 2;
    private const int EnoughFailures = 5;
    private const int TraceLines = 60;

    [Fact]
    public void Every_profile_equals_brute_force_whatever_fails()
    {
        if (Seeds.Replayed is { } seed)
        {
            var result = Simulation.Run(seed, traceLines: TraceLines);
            output.WriteLine(result.Report());
            Assert.True(result.IsGood, result.Report());
            return;
        }

        var (from, to) = Seeds.Range;
        var start = Stopwatch.GetTimestamp();
        var (failed, steps) = RunAll(from, to);
        var time = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"Seeds {from} to {to}: {steps} steps in {time.TotalSeconds:0.0} s, {(to - from + 1) / time.TotalSeconds:0.0} seeds a second.");

        // The first one again, with its steps; of the others what they found.
        Assert.True(
            failed.IsEmpty,
            string.Join(Environment.NewLine, failed.OrderBy(each => each).Select((each, i) => Simulation.Run(each, traceLines: i == 0 ? TraceLines : 0).Report())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(77)]
    [InlineData(1234)]
    [InlineData(987654)]
    public void The_same_seed_gives_the_same_trace(int seed)
    {
        var (first, second) = (Simulation.Run(seed), Simulation.Run(seed));
        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(first.Steps, second.Steps);
        output.WriteLine($"Seed {seed}: {first.Steps} steps, trace {first.TraceHash:x16}.");
    }

    [Fact]
    public void Different_seeds_give_different_traces() =>
        Assert.Equal(10, Enumerable.Range(1, 10).Select(seed => Simulation.Run(seed).TraceHash).Distinct().Count());

    /// <summary>Worlds share nothing, and each belongs to the thread that made it.</summary>
    private static (ConcurrentBag<int> Failed, long Steps) RunAll(int from, int to)
    {
        var failed = new ConcurrentBag<int>();
        var next = from - 1;
        var steps = 0L;
        var workers = Enumerable.Range(1, Workers).Select(number => new Thread(Work) { Name = $"simulation {number}" }).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return (failed, steps);

        void Work()
        {
            for (var seed = Interlocked.Increment(ref next); seed <= to && failed.Count < EnoughFailures; seed = Interlocked.Increment(ref next))
            {
                var result = Simulation.Run(seed);
                Interlocked.Add(ref steps, result.Steps);
                if (!result.IsGood)
                    failed.Add(seed);
            }
        }
    }
}
