using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Simulation.Plans;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Simulation.Faults;

/// <summary>Draws how a shop behaves towards a request. A shop may do everything here and still every order has to arrive.</summary>
internal static class SeededManners
{
    /// <summary>Together with the slowest commit this stays within the lookback; beyond it nobody could promise anything.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(3);

    private static readonly StoreProblem Busy = new("store_busy", new("The shop is busy.", "The shop is busy.", "The shop is busy."), new("It is tried again by itself.", "It is tried again by itself.", "It is tried again by itself."));

    private static readonly StoreProblem Refused = new("credentials_rejected", new("The shop refused the password.", "The shop refused the password.", "The shop refused the password."), new("Enter it again.", "Enter it again.", "Enter it again."));

    public static StoreManners Draw(Random random, FaultPlan faults) => new()
    {
        Latency = random.Chance(faults.ShopIsSlow) ? random.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(3)) : random.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(300)),
        Failure = random.Chance(faults.ShopFails) ? Failure(random) : null,
        Lag = random.Chance(faults.ShopLies) ? random.Between(TimeSpan.Zero, LongestLag) : TimeSpan.Zero,
        SendsOldVersionsToo = random.Chance(faults.ShopLies),
        Overlap = random.Chance(faults.ShopLies) ? random.Between(1, 3) : 0,
        Repeats = random.Chance(faults.ShopLies),
        Backwards = random.Chance(faults.ShopLies),
        Arrange = random.Chance(faults.ShopLies) ? records => Shuffle(random, records) : null,
        TotalCount = random.Chance(faults.ShopLies) ? random.Next(1_000) : null,
    };

    private static StoreException Failure(Random random) => random.Chance(0.8)
        ? new StoreException(Busy, isTransient: true) { RetryAfter = random.Chance(0.5) ? TimeSpan.FromSeconds(random.Between(1, 600)) : null }
        : new StoreException(Refused, isTransient: false);

    private static ImmutableArray<ShopRecord> Shuffle(Random random, ImmutableArray<ShopRecord> records)
    {
        var shuffled = records.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }
}
