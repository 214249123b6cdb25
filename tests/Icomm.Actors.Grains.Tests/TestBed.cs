using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests;

/// <summary>A cluster of one silo with the real grains, fakes behind them, and a clock that the test moves.</summary>
internal sealed class TestBed : IAsyncDisposable
{
    public const string Account = "acme";
    public const string Database = "main";
    public const string IntegrationId = "integration1";
    public const string ShopName = "shop1";

    /// <summary>Of every integration here, as usual.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(4);

    private static readonly TimeSpan NearTick = TimeSpan.FromSeconds(90);

    private GrainTestCluster _cluster = null!;

    private TestBed(ManualTimeProvider time, FakeBackend backend)
    {
        Time = time;
        Backend = backend;
        Shop = backend.Shops.Add(ShopName);
        backend.Runs.Stored = Runs.Add;
        backend.Shops.Answered = (request, _) => Answers.Add(request);
    }

    public ManualTimeProvider Time { get; }

    public FakeBackend Backend { get; }

    public FakeShop Shop { get; }

    /// <summary>Every row of the run log, each time it is stored.</summary>
    public Recorder<RunRow> Runs { get; } = new("rows of the run log");

    /// <summary>The requests that shops have answered.</summary>
    public Recorder<StoreRequest> Answers { get; } = new("answers of the shop");

    public DateTimeOffset Now => Time.GetUtcNow();

    public IGrainFactory Grains => _cluster.Grains;

    public IntegrationKey Key { get; } = new(Account, IntegrationId);

    public IIntegrationGrain Integration => Grains.GetGrain<IIntegrationGrain>(Key.ToString());

    /// <summary>The integration as it is stored.</summary>
    public IntegrationRecord Record => Backend.Integrations.Find(Key) ?? throw new InvalidOperationException($"{Key} is not stored.");

    public static async Task<TestBed> StartAsync(SyncOptions? options = null, int pageSize = 10, int pagesAhead = 4)
    {
        var time = new ManualTimeProvider();
        var bed = new TestBed(time, new FakeBackend(time) { Options = options ?? new SyncOptions(), PageSize = pageSize, PagesAhead = pagesAhead });
        bed._cluster = await GrainTestCluster.StartAsync(new GrainTestClusterOptions
        {
            GrainAssemblies = [typeof(IntegrationGrain).Assembly],
            TimeProvider = time,
            ConfigureServices = bed.Backend.AddTo,
        });
        return bed;
    }

    public ICustomerProfileGrain Profile(string email)
    {
        Assert.True(CustomerIdentity.TryFromEmail(email, out var identity));
        return Grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(Account, Database, Backend.IdentityKey.DigestOf(identity)).ToString());
    }

    public IntegrationDefinition Definition(SyncWindow? window = null, string password = FakeShops.Password) => new()
    {
        Name = "My shop",
        StoreType = FakeStoreConnector.Type,
        DatabaseId = Database,
        Settings = ImmutableDictionary<string, string>.Empty.Add(FakeShops.ShopSetting, ShopName),
        ProtectedSecrets = Backend.Secrets.Protect(Account, IntegrationId, new Dictionary<string, string> { [FakeShops.PasswordSetting] = password }),
        StartsAt = Now - TimeSpan.FromDays(365),
        Interval = Interval,
        Window = window,
    };

    /// <summary>Has the shop answer no request for orders after so many pages of them.</summary>
    /// <returns>Set when the request that waits has come.</returns>
    public Signal HoldOrdersAfter(int pages) => HoldOrdersAfter(pages, out _);

    /// <param name="open">Has the shop answer again.</param>
    public Signal HoldOrdersAfter(int pages, out Signal open)
    {
        var (held, opened) = (new Signal($"page {pages + 1} of orders is asked for"), new Signal("the shop answers"));
        Backend.Shops.Gate = async (request, cancellation) =>
        {
            if (request.Page.Resource != StoreResource.Orders || Answers.Entries.Count(answer => answer.Page.Resource == StoreResource.Orders) < pages)
                return;
            held.Set();
            await opened.Held(cancellation);
        };
        open = opened;
        return held;
    }

    /// <summary>Waits for the end of a run.</summary>
    public async Task<RunRow> EndOfAsync(string? runId)
    {
        Assert.NotNull(runId);
        var rows = await Runs.WhenAsync(rows => rows.Any(row => row.RunId == runId && row.EndedAt is not null), $"run {runId} to end");
        var row = rows.Last(row => row.RunId == runId);

        // The log comes first, the record after it.
        await Eventually.IsAsync("end of a run", runId, "no run under way", Integration.GetStatusAsync, status => status?.CurrentRun?.RunId != runId);
        return row;
    }

    /// <summary>Starts a run and waits for its end.</summary>
    public async Task<RunRow> RunAsync() => await EndOfAsync(await Integration.SyncNowAsync());

    /// <summary>Moves the clock to the moment for which the reminder is set. Not while a run is under way: arming would take it up.</summary>
    public async Task TickAsync()
    {
        await Integration.ArmAsync();
        if (ToTick() is var far && far > NearTick)
        {
            // Orleans sets no timer for a reminder that is far off. Arming again once it is near gives one on either engine.
            Time.Advance(far - NearTick);
            await Integration.ArmAsync();
        }

        await AdvanceToTimerAsync(ToTick(), "next tick");

        TimeSpan ToTick() => Assert.Single(Backend.Reminders.Rows).StartAt - Now.UtcDateTime;
    }

    /// <summary>Waits until a timer is due after this time, and moves the clock there.</summary>
    public async Task AdvanceToTimerAsync(TimeSpan time, string phase)
    {
        await Time.WhenTimerIsDueAfterAsync(time).OrFail(phase, IntegrationId);
        Time.Advance(time);
    }

    /// <summary>Moves the clock by the watchdog's period, again and again, with time for the grains to work in between.</summary>
    public async Task WatchUntilAsync(Task task, string phase)
    {
        for (var i = 0; i < 50 && !task.IsCompleted; i++)
        {
            Time.Advance(Backend.Options.WatchdogPeriod);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        }

        await task.OrFail(phase, IntegrationId);
    }

    /// <summary>Moves the clock as fakes need it, until the task is done.</summary>
    /// <param name="step">As long as the longest wait of a fake.</param>
    public async Task PassTimeUntilAsync(Task task, TimeSpan step, string phase)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, Time.WhenTimerIsDueWithinAsync(step)).OrFail(phase, IntegrationId);
            if (!task.IsCompleted)
                Time.Advance(step);
        }

        await task;
    }

    /// <summary>Waits for the next run to end that isn't one of these.</summary>
    public async Task<RunRow> NextEndAsync(params string[] known)
    {
        var rows = await Runs.WhenAsync(rows => rows.Any(row => row.EndedAt is not null && !known.Contains(row.RunId)), "another run to end");
        return await EndOfAsync(rows.First(row => row.EndedAt is not null && !known.Contains(row.RunId)).RunId);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
