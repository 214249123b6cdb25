using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>How a run ended.</summary>
/// <param name="Problem">What made it fail; null otherwise.</param>
/// <param name="IsPassing">Whether trying again soon may help.</param>
/// <param name="RetryAfter">How long the store asked to be left alone, when it did.</param>
/// <param name="IsPushedOnly">Whether there was nothing to pull: the store sends all that it has by itself.</param>
/// <param name="ClosedWindow">The hours outside of which it could not go on.</param>
public sealed record RunEnd(RunOutcome Outcome, StoreProblem? Problem = null, bool IsPassing = false, TimeSpan? RetryAfter = null, bool IsPushedOnly = false, SyncWindow? ClosedWindow = null)
{
    public static readonly RunEnd Succeeded = new(RunOutcome.Succeeded);

    public static readonly RunEnd NothingToPull = new(RunOutcome.Succeeded, IsPushedOnly: true);

    public static readonly RunEnd Stopped = new(RunOutcome.Stopped);

    /// <summary>It may not go on until the window opens.</summary>
    public static RunEnd OutsideOf(SyncWindow window) => new(RunOutcome.Stopped, ClosedWindow: window);

    /// <summary>Something of ours failed; details are in the log, since they mean nothing to a merchant.</summary>
    public static readonly RunEnd FailedInside = Failed(
        new StoreProblem(
            "internal_error",
            new("Something failed inside Icomm.Actors.", "Algo falló dentro de Icomm.Actors.", "Algo falhou dentro do Icomm.Actors."),
            new(
                "The run is tried again by itself. If it goes on failing, give support the run's id.",
                "La sincronización se reintenta sola. Si sigue fallando, dar a soporte el identificador de la corrida.",
                "A sincronização é tentada de novo sozinha. Se continuar falhando, informar ao suporte o identificador da execução.")),
        isPassing: true);

    public static RunEnd Failed(StoreProblem problem, bool isPassing, TimeSpan? retryAfter = null) => new(RunOutcome.Failed, problem, isPassing, retryAfter);
}
