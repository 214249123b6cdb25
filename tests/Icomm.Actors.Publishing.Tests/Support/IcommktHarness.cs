using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>The product's sinks on one side, the fake contacts API on the other, real HTTP in between.</summary>
internal sealed class IcommktHarness : IAsyncDisposable
{
    public static readonly DateOnly AsOf = new(2026, 3, 1);

    private readonly ServiceProvider _services;

    private IcommktHarness(SimulatedShop shop, ServiceProvider services, CapturedLogs logs)
    {
        Shop = shop;
        _services = services;
        Logs = logs;
    }

    public SimulatedShop Shop { get; }

    public SimulatedIcommkt Icommkt => Shop.Icommkt!;

    public CapturedLogs Logs { get; }

    public ContactSinkRegistry Registry => _services.GetRequiredService<ContactSinkRegistry>();

    /// <param name="clock">Shared by both sides; real time when null, with waits of a millisecond.</param>
    public static async Task<IcommktHarness> StartAsync(TimeProvider? clock = null, Action<StoreHttpOptions>? configure = null, IcommktOptions? icommkt = null)
    {
        var shop = await SimulatedShop.StartAsync(new SimulatorOptions
        {
            Source = new GeneratedSource { Orders = 1, Customers = 1, Products = 1, Days = 30 },
            Clock = clock ?? TimeProvider.System,
            Icommkt = icommkt ?? new IcommktOptions { RequiredFields = PublishedFields.Names },
        });
        var logs = new CapturedLogs();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddStoreConnectors(http =>
        {
            http.AllowLoopback = true;
            http.RetryDelay = TimeSpan.FromMilliseconds(1);
            http.MaxRetryDelay = TimeSpan.FromMilliseconds(1);
            http.CircuitFailureRatio = 1;
            http.CircuitMinimumAttempts = 1_000;
            configure?.Invoke(http);
        });
        services.AddPublishing();
        return new IcommktHarness(shop, services.BuildServiceProvider(), logs);
    }

    public PublicationTarget Target(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string>
        {
            ["apiUrl"] = Shop.BaseUrl.ToString(),
            ["apiKey"] = Icommkt.Options.ApiKey,
            ["profileKey"] = Icommkt.Options.ProfileKeys[0],
            ["requestsPerMinute"] = "6000",
        };
        foreach (var (name, value) in changes)
        {
            settings.Remove(name);
            if (value is not null)
                settings.Add(name, value);
        }

        return new PublicationTarget("acme/main", ContactSinkTypes.Icommkt, settings.ToImmutableDictionary());
    }

    public IContactSink Sink(params (string Name, string? Value)[] changes) => Registry.Create(Target(changes), AsOf);

    /// <summary>That nothing that came was ill-made.</summary>
    public void AssertNoViolations() => Assert.Empty(Icommkt.Violations);

    /// <summary>That neither person nor key shows in a text.</summary>
    public void AssertSecretsKept(string text)
    {
        Assert.DoesNotContain(Icommkt.Options.ApiKey, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Icommkt.Options.ProfileKeys[0], text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@shop.example", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Ñandú", text, StringComparison.OrdinalIgnoreCase);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Shop.DisposeAsync();
    }
}
