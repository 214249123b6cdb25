namespace Icomm.Actors.Publishing;

/// <summary>A batch, a file or a target as a whole failed. The message is meant for the merchant and holds no e-mail, no key and no text that the receiver wrote.</summary>
/// <param name="isTransient">True when the same call may succeed later; false when somebody has to act.</param>
public sealed class PublishException(PublishProblem problem, bool isTransient, Exception? innerException = null)
    : Exception($"{problem.Code}: {problem.Message}", innerException)
{
    public PublishProblem Problem { get; } = problem;

    /// <summary>One of <see cref="PublishProblems"/>' codes.</summary>
    public string Code => Problem.Code;

    /// <summary>What to do about it.</summary>
    public string Remedy => Problem.Remedy;

    public bool IsTransient { get; } = isTransient;

    /// <summary>How long the receiver asked us to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <param name="Code">Stable, snake case.</param>
/// <param name="Message">What is wrong, for a person; never a secret.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record PublishProblem(string Code, string Message, string Remedy);
