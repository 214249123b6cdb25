using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>One connector and the shops of its platform that a test opens; they end with it.</summary>
/// <param name="clock">The connector's; null for the real one.</param>
public abstract class ConnectorBed(StoreUnderTest store, ManualTimeProvider? clock) : IAsyncLifetime
{
    private readonly List<SimulatedShop> _shops = [];
    private readonly ManualTimeProvider? _clock = clock;

    /// <summary>When the last order of a generated shop was placed, UTC.</summary>
    protected static readonly DateTime End = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);

    protected static readonly TimeInterval Everything = new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(End));

    protected IStoreConnector Connector => Harness.Registry.Get(store.StoreType);

    protected ConnectorHarness Harness { get; } = new(clock);

    protected ManualTimeProvider Clock => _clock ?? throw new InvalidOperationException("The connector's clock is the real one.");

    /// <summary>The last one that was opened.</summary>
    protected SimulatedShop Shop => _shops[^1];

    /// <summary>A virtual clock that stands an hour behind the shops' last order.</summary>
    protected static ManualTimeProvider AfterTheEnd() => new(new DateTimeOffset(End.AddHours(1)));

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Harness.DisposeAsync();
        foreach (var shop in _shops)
            await shop.DisposeAsync();
    }

    protected async Task<SimulatedShop> StartAsync(SimulatorOptions options)
    {
        var shop = await SimulatedShop.StartAsync(options);
        _shops.Add(shop);
        return shop;
    }
}
