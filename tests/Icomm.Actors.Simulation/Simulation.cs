using System.Diagnostics.CodeAnalysis;
using System.Text;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Embedded;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Simulation.Checks;
using Icomm.Actors.Simulation.Faults;
using Icomm.Actors.Simulation.Mutations;
using Icomm.Actors.Simulation.Plans;
using Icomm.Actors.Testing.Grains;
using Icomm.Actors.Testing.Grains.Shops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Simulation;

/// <summary>
/// One world from one seed: silos with the real grains, shops that change, and faults. A storm first; then fair weather, in which the world has to put everything right by itself;
/// then the checks.
/// </summary>
internal sealed class Simulation
{
    private const string Account = "acme";
    private const string Database = "main";

    private static readonly DateTimeOffset Start = new(2026, 3, 27, 20, 0, 0, TimeSpan.Zero);

    private readonly SimulationPlan _plan;
    private readonly SeededWorld _world;
    private readonly FakeBackend _backend;
    private readonly Violations _violations = new();
    private readonly List<ShopUnderTest> _shops = [];
    private readonly Diary _diary;
    private bool _storm;

    private Simulation(int seed, Mutation? mutation, int traceLines)
    {
        _plan = mutation?.Adjust(SimulationPlan.From(seed)) ?? SimulationPlan.From(seed);
        _world = new SeededWorld(new SeededWorldOptions
        {
            Seed = seed,
            Start = Start,
            TraceLines = traceLines,
            MaxSteps = 2_000_000,
            MaxTime = TimeSpan.FromDays(20),
            QuietTime = TimeSpan.FromHours(12),
            Configure = engine =>
            {
                engine.AddGrains(typeof(IntegrationGrain).Assembly);
                engine.CollectionAge = _plan.CollectionAge;
            },
        });
        _diary = new Diary(_world, isKept: traceLines > 0);
        _backend = new FakeBackend(_world.TimeProvider)
        {
            PageSize = _plan.PageSize,
            PagesAhead = _plan.PagesAhead,
            Lookback = mutation?.Lookback ?? TimeSpan.FromMinutes(10),
            Options = new SyncOptions { ProfileCallsInFlight = _plan.ProfileCallsInFlight },
            WrapProfiles = store => mutation?.WrapProfiles(store, _world) ?? store,
            WrapConnector = connector => mutation?.WrapConnector(connector, _world) ?? connector,
            WrapIntegrations = store => mutation?.WrapIntegrations(store, _world) ?? store,
        };
        ConnectFaults();
        ConnectChecks();
    }

    private DateTimeOffset Now => _world.TimeProvider.GetUtcNow();

    private Random Random => _world.Random;

    /// <summary>Runs a world; what it found is in the result, nothing is thrown.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong in a world is the report of its seed.")]
    public static SimulationResult Run(int seed, Mutation? mutation = null, int traceLines = 0)
    {
        var simulation = new Simulation(seed, mutation, traceLines);
        try
        {
            simulation._world.Run(_ => simulation.PlayAsync());
        }
        catch (Exception exception)
        {
            simulation._violations.Add(exception.ToString());
        }

        return simulation.Result(seed);
    }

    private async Task PlayAsync()
    {
        _world.Phase = "start";
        for (var i = 0; i < _plan.Silos; i++)
            await StartSiloAsync();
        for (var i = 1; i <= _plan.Shops; i++)
            OpenShop(i);

        _world.Phase = "storm";
        _storm = true;
        foreach (var shop in _shops)
            await CreateIntegrationAsync(shop);
        var end = Start + _plan.Storm;
        while (Now < end)
        {
            await DelayAsync(Random.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(8)));
            MakeTrouble();
        }

        _world.Phase = "calm";
        _storm = false;
        _diary.Note("the storm is over");
        await ComeToRestAsync();

        _world.Phase = "checks";
        await RunWithNothingNewAsync();
        FinalChecks.Check(_backend, _shops, _violations);
        ProfileChecks.Check(_backend, _shops, Account, Database, DateOnly.FromDateTime(Now.UtcDateTime), _violations);
    }

    private void ConnectFaults()
    {
        _backend.SetMishaps(call =>
        {
            if (!_storm)
                return default;
            var mishap = SeededMishaps.Draw(Random, _plan.Faults);
            if (mishap.Failure != Testing.Grains.Remote.Failure.None)
                _diary.Note($"{call}: {mishap}");
            return mishap;
        });
        _backend.Servers.ForEach(server => server.Done = (_, _) => PerhapsKillSoon());
        _backend.Shops.Manners = request =>
        {
            if (!_storm)
                return StoreManners.Good;
            PerhapsKillSoon();
            var manners = SeededManners.Draw(Random, _plan.Faults);
            _diary.Note($"{request}: {Describe(manners)}");
            return manners;
        };
        _backend.Shops.Answered = (request, answer) => _diary.Note($"{request} => {answer}");
    }

    private void ConnectChecks()
    {
        var runs = new RunWatch(_violations);
        _backend.Integrations.Stored = runs.Stored;
        _backend.Runs.Stored = row =>
        {
            _diary.Note($"run log: {row.IntegrationId} {row.RunId} {row.Outcome} {row.Counters}");
            runs.Stored(row);
        };
    }

    private void OpenShop(int number)
    {
        var name = $"shop{number}";
        var shop = _backend.Shops.Add(name);
        new ShopHistory(Random, shop, name, Start, _plan.Storm).Write();

        // Some merchants want no old orders.
        var startsAt = Start - (Random.Chance(0.2) ? TimeSpan.FromDays(100) : TimeSpan.FromDays(700));
        _shops.Add(new ShopUnderTest(new IntegrationKey(Account, $"integration{number}"), name, shop, startsAt));
    }

    /// <summary>As a person does who gets an error: tries again until it is there.</summary>
    private async Task CreateIntegrationAsync(ShopUnderTest shop)
    {
        var definition = new IntegrationDefinition
        {
            Name = shop.Name,
            StoreType = FakeStoreConnector.Type,
            DatabaseId = Database,
            Settings = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(FakeShops.ShopSetting, shop.Name),
            ProtectedSecrets = _backend.Secrets.Protect(shop.Key.Account, shop.Key.IntegrationId, new Dictionary<string, string> { [FakeShops.PasswordSetting] = FakeShops.Password }),
            StartsAt = shop.StartsAt,
            Interval = _plan.Interval,
        };
        while (!await TryAsync(() => Grain(shop).CreateAsync(definition)))
            await DelayAsync(TimeSpan.FromSeconds(10));
    }

    private void MakeTrouble()
    {
        if (Random.Chance(_plan.Faults.SiloStops) && _world.Cluster.Silos.Count > 1)
            _ = _world.RunInWorldAsync(() => StopSiloAsync(Random.OneOf([.. _world.Cluster.Silos])));
        if (Random.Chance(_plan.Faults.ReminderIsLost))
        {
            foreach (var row in _backend.Reminders.Rows)
            {
                _diary.Note($"the reminder of {row.GrainId} is lost");
                _backend.Reminders.Lose(row.GrainId, row.ReminderName);
            }
        }

        if (Random.Chance(_plan.Faults.TickComesTwice))
        {
            foreach (var shop in _shops)
                Begin(() => Grain(shop).AsReference<IRemindable>().ReceiveReminder("sync", new TickStatus(Now.UtcDateTime, _plan.Interval, Now.UtcDateTime)));
        }

        if (Random.Chance(_plan.Faults.ClockJumps))
        {
            var jump = Random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(Random.OneOf(2, 90)));
            _diary.Note($"the clock jumps {jump}");
            _world.JumpClock(jump);
        }

        if (Random.Chance(_plan.Faults.Button))
            PressButton(_shops[Random.Next(_shops.Count)]);
    }

    private void PressButton(ShopUnderTest shop)
    {
        switch (Random.Between(0, 3))
        {
            case 0:
                Begin(() => Grain(shop).StopRunAsync());
                break;
            case 1:
                Begin(() => Grain(shop).GetStatusAsync());
                break;
            case 2 when _backend.Profiles.Rows is [var profile, ..]:
                Begin(() => _world.Grains.GetGrain<ICustomerProfileGrain>(profile.Key.ToString()).EvaluateAsync(DateOnly.FromDateTime(Now.UtcDateTime), ProfileChecks.AllSettings[0], null));
                break;
            default:
                Begin(() => Grain(shop).SyncNowAsync());
                break;
        }
    }

    /// <summary>Crashes come where something happens, not in the long hours between runs.</summary>
    private void PerhapsKillSoon()
    {
        if (!_storm || !Random.Chance(_plan.Faults.SiloDies))
            return;
        _world.BeforeStep(_world.Steps + Random.Between(1, 40), () =>
        {
            if (!_storm || _world.Cluster.Silos.Count == 0)
                return;
            var silo = Random.OneOf([.. _world.Cluster.Silos]);
            _diary.Note($"{silo.Name} dies");
            _world.Kill(silo);
            _backend.Shops.Watch.CallerDied(silo.Services.GetRequiredService<FakeStoreConnector>());
            _ = _world.RunInWorldAsync(ReplaceSiloAsync);
        });
    }

    private async Task ReplaceSiloAsync()
    {
        await DelayAsync(Random.Chance(0.5) ? Random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)) : Random.Between(TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        await TryAsync(StartSiloAsync);
    }

    private async Task StopSiloAsync(EmbeddedSilo silo)
    {
        var connector = silo.Services.GetRequiredService<FakeStoreConnector>();
        _diary.Note($"stop {silo.Name}");
        await TryAsync(() => _world.Cluster.StopSiloAsync(silo));
        _backend.Shops.Watch.CallerDied(connector);
        await ReplaceSiloAsync();
    }

    /// <summary>A silo arms every integration when it starts.</summary>
    private async Task StartSiloAsync()
    {
        var silo = await _world.StartSiloAsync(services =>
        {
            services.AddSingleton<ILoggerProvider>(new LogWatch(_violations));
            _backend.AddTo(services);
        });
        _diary.Note($"{silo.Name} started");
        await foreach (var row in _backend.Integrations.AllAsync(CancellationToken.None))
            await TryAsync(() => _world.Grains.GetGrain<IIntegrationGrain>(new IntegrationKey(row.Account, row.IntegrationId).ToString()).ArmAsync());
    }

    /// <summary>From here on nothing fails, and nobody helps: reminders alone have to bring every integration up to date.</summary>
    private async Task ComeToRestAsync()
    {
        // What is still on its way, calls that time out, silos that come back.
        await DelayAsync(TimeSpan.FromMinutes(6));
        await StartSiloAsync();
        var calm = Now;
        var limit = calm + _plan.Interval + TimeSpan.FromMinutes(10);
        while (!_shops.TrueForAll(shop => IsUpToDate(shop, calm)))
        {
            if (Now > limit)
            {
                foreach (var shop in _shops.Where(shop => !IsUpToDate(shop, calm)))
                {
                    var record = _backend.Integrations.Find(shop.Key);
                    _violations.Add($"{shop.Key}: {limit - calm} after the storm it is not up to date: run {record?.CurrentRun?.RunId}, due {record?.NextDueAt:O}, problem {record?.LastProblemCode}, now {Now:O}");
                }

                return;
            }

            await DelayAsync(TimeSpan.FromMinutes(1));
        }
    }

    private bool IsUpToDate(ShopUnderTest shop, DateTimeOffset since) => _backend.Integrations.Find(shop.Key) is { CurrentRun: null }
        && _backend.Runs.Rows.Any(row => row.IntegrationId == shop.Key.IntegrationId && row.Outcome == RunOutcome.Succeeded && row.StartedAt > since);

    private async Task RunWithNothingNewAsync()
    {
        var writes = _backend.Profiles.Writes;
        foreach (var shop in _shops)
        {
            // A run takes time in life, and its id is its first millisecond.
            await DelayAsync(TimeSpan.FromSeconds(1));
            var runId = await Grain(shop).SyncNowAsync();
            for (var i = 0; _backend.Integrations.Find(shop.Key)?.CurrentRun is not null && i < 60; i++)
                await DelayAsync(TimeSpan.FromSeconds(10));
            var row = _backend.Runs.Rows.FirstOrDefault(row => row.IntegrationId == shop.Key.IntegrationId && row.RunId == runId);
            _violations.Expect(row is { Outcome: RunOutcome.Succeeded, Counters: { New: 0, Changed: 0 } }, () => $"{shop.Key}: a run with nothing new was {row?.Outcome} with {row?.Counters}");
        }

        _violations.Expect(_backend.Profiles.Writes == writes, () => $"runs with nothing new wrote {_backend.Profiles.Writes - writes} profiles");
    }

    private IIntegrationGrain Grain(ShopUnderTest shop) => _world.Grains.GetGrain<IIntegrationGrain>(shop.Key.ToString());

    private Task DelayAsync(TimeSpan time) => Task.Delay(time, _world.TimeProvider);

    private void Begin(Func<Task> call) => _ = _world.RunInWorldAsync(() => TryAsync(call));

    /// <summary>Makes a call that faults may spoil; anything else that goes wrong with it is a violation.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The kinds that faults explain are sorted out here.")]
    private async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception)
        {
            _violations.Expect(LogWatch.IsExplained(exception), () => $"a call failed with {exception}");
            return false;
        }
    }

    private SimulationResult Result(int seed) => new(seed, _world.Trace.Hash, _world.Steps, [.. _violations.All], Describe());

    private static string Describe(StoreManners manners) =>
        $"after {manners.Latency.TotalSeconds:0.0}s, lag {manners.Lag.TotalSeconds:0}s{(manners.Failure is { } failure ? $", fails: {failure.Problem.Code}" : "")}"
        + $"{(manners.SendsOldVersionsToo ? ", old versions too" : "")}{(manners.Overlap > 0 ? $", overlap {manners.Overlap}" : "")}{(manners.Repeats ? ", repeats" : "")}"
        + $"{(manners.Backwards ? ", backwards" : "")}{(manners.Arrange is null ? "" : ", shuffled")}";

    private string Describe()
    {
        var text = new StringBuilder().AppendLine(_plan.ToString());
        foreach (var line in _diary.Lines)
            text.AppendLine(line);
        if (_world.Trace.Lines.Count > 0)
            text.AppendLine("Last steps:");
        foreach (var line in _world.Trace.Lines)
            text.AppendLine(line);
        return text.ToString();
    }
}
