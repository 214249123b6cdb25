using Icomm.Actors.Persistence;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Running;

/// <summary>Which failures are nobody's fault who is called, and end by themselves.</summary>
internal static class PassingFaults
{
    /// <summary>A silo has gone and its grains are on their way to others, or the database's server starts again.</summary>
    public static bool HealByThemselves(Exception exception) => exception is TimeoutException or OrleansException
        or PersistenceException { Code: PersistenceErrors.StoreBusy or PersistenceErrors.StoreClosed or PersistenceErrors.WriteOutcomeUnknown };
}
