using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Running;

/// <summary>Which failures are nobody's fault who is called, and end by themselves.</summary>
internal static class PassingFaults
{
    /// <summary>
    /// A silo has gone and its grains are on their way to others, or the database's server starts again. A call that was cancelled by somebody else than its caller is one of these: so end those that wait
    /// for an activation which its silo gives up.
    /// </summary>
    /// <param name="own">Cancels the caller's work.</param>
    public static bool HealByThemselves(Exception exception, CancellationToken own) => CauseOf(exception) switch
    {
        TimeoutException or OrleansException => true,
        PersistenceException { Code: PersistenceErrors.StoreBusy or PersistenceErrors.StoreClosed or PersistenceErrors.WriteOutcomeUnknown } => true,
        ProfileStateException { Code: ProfileStateErrors.NewerVersion } => true, // a silo of the version before, in an upgrade
        OperationCanceledException => !own.IsCancellationRequested,
        _ => false,
    };

    /// <summary>What a grain's store said: engines wrap it on its way to the caller.</summary>
    public static Exception CauseOf(Exception exception) => exception is OrleansException { InnerException: { } inner } && exception.GetType() == typeof(OrleansException) ? CauseOf(inner) : exception;

    /// <summary>Whether this is the end of the caller's work that was asked for, and no failure.</summary>
    /// <param name="own">Cancels the caller's work.</param>
    public static bool IsInterruption(Exception exception, CancellationToken own) => exception is OperationCanceledException && own.IsCancellationRequested;
}
