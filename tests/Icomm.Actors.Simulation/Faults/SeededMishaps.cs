using Icomm.Actors.Simulation.Plans;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Simulation.Faults;

/// <summary>Draws what happens to an operation of a store of ours.</summary>
internal static class SeededMishaps
{
    public static Mishap Draw(Random random, FaultPlan faults)
    {
        var failure = !random.Chance(faults.StorageFails) ? Failure.None : random.Chance(0.5) ? Failure.BeforeCommit : Failure.AfterCommit;
        return new Mishap(failure, Way(random, faults), Way(random, faults));
    }

    /// <summary>Now and then longer than a call may take.</summary>
    private static TimeSpan Way(Random random, FaultPlan faults) =>
        random.Chance(faults.StorageIsSlow) ? random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(random.Chance(0.2) ? 45 : 10))
        : random.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
}
