using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Grains.Imports;

/// <summary>How an import ended.</summary>
/// <param name="Problem">Why it failed; null otherwise.</param>
public sealed record ImportEnd(ImportState State, ImportProblem? Problem = null)
{
    public static readonly ImportEnd Succeeded = new(ImportState.Succeeded);

    public static readonly ImportEnd Cancelled = new(ImportState.Cancelled);

    public static readonly ImportEnd Interrupted = new(ImportState.Failed, ProblemOf(ImportProblems.Interrupted));

    /// <summary>Something of ours failed, again and again; details are in the log, since they mean nothing to a merchant.</summary>
    public static readonly ImportEnd FailedInside = new(
        ImportState.Failed,
        new ImportProblem("internal_error", "Something failed inside Icomm.Actors.", "What was applied stays. Give support the import's id, then upload the file again."));

    public static ImportEnd Failed(StoreProblem problem) => new(ImportState.Failed, ProblemOf(problem));

    private static ImportProblem ProblemOf(StoreProblem problem) => new(problem.Code, problem.Message.En, problem.Remedy.En);
}
