namespace Icomm.Actors.Simulation.Plans;

/// <summary>What a seed makes of the world, drawn before anything runs. Every kind of fault is absent in many worlds, so that a failure shows which one it needs.</summary>
internal sealed record SimulationPlan
{
    public required int Silos { get; init; }

    /// <summary>Shops, each with its integration, all feeding one database.</summary>
    public required int Shops { get; init; }

    public required int PageSize { get; init; }

    /// <summary>Pages that are read before the one before them is applied.</summary>
    public required int PagesAhead { get; init; }

    public required int ProfileCallsInFlight { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>How long faults go on and shops change.</summary>
    public required TimeSpan Storm { get; init; }

    /// <summary>Activations not called for this long are deactivated.</summary>
    public required TimeSpan CollectionAge { get; init; }

    public required FaultPlan Faults { get; init; }

    public static SimulationPlan From(int seed)
    {
        var random = new Random(seed);
        var interval = random.OneOf(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(45));
        return new SimulationPlan
        {
            Silos = random.Between(2, 3),
            Shops = random.Chance(0.35) ? 2 : 1,
            PageSize = random.Between(2, 12),
            ProfileCallsInFlight = random.OneOf(1, 2, 3, 8),
            Interval = interval,
            Storm = interval * random.Between(2, 5),
            CollectionAge = random.Chance(0.3) ? TimeSpan.FromMinutes(2) : TimeSpan.FromHours(2),
            Faults = random.Chance(0.04) ? new FaultPlan() : FaultPlan.From(random),
            PagesAhead = random.OneOf(1, 2, 4),
        };
    }
}

/// <summary>How likely each fault is. Zero everywhere is a fair-weather world.</summary>
internal sealed record FaultPlan
{
    /// <summary>For each operation of a store of ours: it fails, before or after its commit.</summary>
    public double StorageFails { get; init; }

    /// <summary>For each operation: it is slow, at times slower than a call may take.</summary>
    public double StorageIsSlow { get; init; }

    /// <summary>For each operation and each answer of a shop: one silo dies within the next steps.</summary>
    public double SiloDies { get; init; }

    /// <summary>For each request: the shop fails.</summary>
    public double ShopFails { get; init; }

    /// <summary>For each request: the shop is slow, at times for minutes.</summary>
    public double ShopIsSlow { get; init; }

    /// <summary>For each request and each kind of lie.</summary>
    public double ShopLies { get; init; }

    /// <summary>For each look at the clock, once in some minutes, from here on.</summary>
    public double SiloStops { get; init; }

    public double ReminderIsLost { get; init; }

    public double TickComesTwice { get; init; }

    public double ClockJumps { get; init; }

    /// <summary>A person presses a button: sync now, stop, look.</summary>
    public double Button { get; init; }

    public static FaultPlan From(Random random) => new()
    {
        StorageFails = random.Sometimes(0.6, 0.005, 0.03, 0.12),
        StorageIsSlow = random.Sometimes(0.6, 0.01, 0.05),
        SiloDies = random.Sometimes(0.7, 0.002, 0.01, 0.03),
        ShopFails = random.Sometimes(0.5, 0.03, 0.15),
        ShopIsSlow = random.Sometimes(0.5, 0.05, 0.2),
        ShopLies = random.Sometimes(0.7, 0.1, 0.4),
        SiloStops = random.Sometimes(0.4, 0.1),
        ReminderIsLost = random.Sometimes(0.4, 0.1, 0.3),
        TickComesTwice = random.Sometimes(0.4, 0.2),
        ClockJumps = random.Sometimes(0.3, 0.1),
        Button = random.Sometimes(0.6, 0.3),
    };
}
