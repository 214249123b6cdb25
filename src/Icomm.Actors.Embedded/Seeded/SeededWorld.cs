using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Icomm.Actors.Embedded;

/// <summary>
/// A whole cluster on one thread, in virtual time, from one seed: which step comes next, where grains are placed and what the
/// fakes draw all follow from the seed, so a failing run replays exactly. A step ends at an await, so killing a silo before a step
/// is a crash at an await.
/// </summary>
/// <remarks>
/// All that the scenario awaits has to end in the world: grain calls, <c>Task.Delay</c> and timers with <see cref="TimeProvider"/>,
/// tasks that other code in the world completes. What leaves the thread (Task.Run, real I/O, Parallel.ForEachAsync, and
/// ConfigureAwait(false) where it matters) is found and reported.
/// </remarks>
public sealed class SeededWorld
{
    // Real time, and only spent on a run that has failed. The longer one is for a thread pool that is behind with its work.
    private static readonly TimeSpan HopWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestHopWait = TimeSpan.FromSeconds(20);

    private readonly SeededWorldOptions _options;
    private readonly SeededRunner _runner;
    private readonly SiloQueue _scenario;
    private readonly SortedList<long, List<Action>> _before = [];
    private int _silosStarted;

    /// <summary>Creates a world without silos. It belongs to the thread that creates it.</summary>
    public SeededWorld(SeededWorldOptions options)
    {
        _options = options;
        Trace = new SeededTrace(options.TraceLines);
        Random = new Random(unchecked(options.Seed * 31 + 17));
        _runner = new SeededRunner(options.Seed, options.Start, options.QuietTime, Trace);
        _scenario = new SiloQueue(_runner, "scenario");
        var engine = new EmbeddedActorsOptions();
        options.Configure(engine);
        Cluster = new EmbeddedCluster(engine, _runner);
    }

    /// <summary>The seed.</summary>
    public int Seed => _options.Seed;

    /// <summary>The cluster. Its silos are started with <see cref="StartSiloAsync"/>.</summary>
    public EmbeddedCluster Cluster { get; }

    /// <summary>References for the scenario.</summary>
    public IGrainFactory Grains => Cluster.Grains;

    /// <summary>The virtual clock. Everything in the world that tells or waits for time must use it.</summary>
    public TimeProvider TimeProvider => _runner.Clock;

    /// <summary>For fakes and for the scenario: drawn from the seed, apart from the scheduling.</summary>
    public Random Random { get; }

    /// <summary>What has run.</summary>
    public SeededTrace Trace { get; }

    /// <summary>Steps that have run.</summary>
    public long Steps => _runner.Steps;

    /// <summary>What the scenario is doing; shown by reports.</summary>
    public string Phase { get; set; } = "start";

    /// <summary>Starts a silo, from within the scenario.</summary>
    /// <param name="configureServices">Its services. The virtual clock is registered as <see cref="System.TimeProvider"/> already.</param>
    public Task<EmbeddedSilo> StartSiloAsync(Action<IServiceCollection>? configureServices = null) =>
        Cluster.StartSiloAsync($"silo-{++_silosStarted}", configureServices);

    /// <summary>Kills a silo now, as a crash would.</summary>
    public void Kill(EmbeddedSilo silo)
    {
        Trace.Note($"kill {silo.Name}");
        Cluster.KillSilo(silo);
    }

    /// <summary>Runs an action before the step of this number: the place for crashes and other faults.</summary>
    /// <param name="step">Number of the step, from 1; see <see cref="Steps"/>. One that has run already means the next.</param>
    /// <param name="action">Runs outside all grains; it must not await.</param>
    public void BeforeStep(long step, Action action)
    {
        step = Math.Max(step, Steps + 1);
        if (!_before.TryGetValue(step, out var actions))
        {
            _before.Add(step, actions = []);
        }

        actions.Add(action);
    }

    /// <summary>Moves the clock forward at once, whatever else could run: what was due meanwhile is late.</summary>
    public void JumpClock(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Trace.Note($"clock jumps {by}");
        _runner.Clock.Jump(by);
    }

    /// <summary>Runs asynchronous code of the scenario beside what runs already; for background work of fakes.</summary>
    public Task RunInWorldAsync(Func<Task> work) => _scenario.RunAsync(work);

    /// <summary>Runs the world until the scenario is done.</summary>
    /// <param name="scenario">Runs in the world.</param>
    /// <exception cref="SeededWorldException">Nothing can run, a limit was reached, or code left the world's thread.</exception>
    public void Run(Func<SeededWorld, Task> scenario) =>
        Run(async world =>
        {
            await scenario(world);
            return true;
        });

    /// <inheritdoc cref="Run(Func{SeededWorld, Task})"/>
    public TResult Run<TResult>(Func<SeededWorld, Task<TResult>> scenario)
    {
        // A test runner's context would be captured by awaits in the world.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Task<TResult>? result = null;
            var done = _scenario.RunAsync(() => result = scenario(this));
            while (!done.IsCompleted)
            {
                Step();
            }

            return result!.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not SeededWorldException)
        {
            // Time-outs and other failures may come of code that left the world: then that is the report.
            _runner.WaitForHop(HopWait, LongestHopWait);
            throw;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Step()
    {
        while (_before.Count > 0 && _before.Keys[0] <= Steps + 1)
        {
            var actions = _before.Values[0];
            _before.RemoveAt(0);
            actions.ForEach(action => action());
        }

        if (!_runner.RunStep())
        {
            // Perhaps a thread that left the world is still out there: then that is the report.
            _runner.WaitForHop(HopWait, LongestHopWait);
            throw new SeededWorldException(Report("Nothing can run and no timer is set: a deadlock"));
        }

        if (Steps > _options.MaxSteps)
        {
            throw new SeededWorldException(Report($"The limit of {_options.MaxSteps} steps was reached"));
        }

        if (_runner.Clock.GetUtcNow() - _options.Start > _options.MaxTime)
        {
            throw new SeededWorldException(Report($"The limit of {_options.MaxTime} of virtual time was reached"));
        }
    }

    private string Report(string what)
    {
        var report = new StringBuilder()
            .AppendLine($"{what}. Seed {Seed}, step {Steps}, phase \"{Phase}\", virtual time {_runner.Clock.GetUtcNow():O}.")
            .AppendLine($"Silos: {string.Join(", ", Cluster.Silos)}. Waiting timers: {_runner.Clock.WaitingTimers}.")
            .AppendLine("Calls under way:");
        var calls = Cluster.Timeouts.Pending();
        foreach (var call in calls)
        {
            report.AppendLine($"  {call.Describe()}");
        }

        if (calls.Count == 0)
        {
            report.AppendLine("  none: the scenario or a grain waits for something that is no call.");
        }

        report.AppendLine("Last steps:");
        foreach (var line in Trace.Lines)
        {
            report.AppendLine($"  {line}");
        }

        return report.ToString();
    }
}
