using Icomm.Actors.Publishing;

namespace Icomm.Actors.Grains.Publications;

/// <summary>How a publication's run ended.</summary>
/// <param name="Problem">Null after a success.</param>
/// <param name="IsPassing">Whether trying again later may help.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone, when it did.</param>
public sealed record PublicationEnd(PublishProblem? Problem, bool IsPassing = false, TimeSpan? RetryAfter = null)
{
    public static readonly PublicationEnd Succeeded = new(Problem: null);

    /// <summary>Something of ours failed; details are in the log, since they mean nothing to a merchant.</summary>
    public static readonly PublicationEnd FailedInside = new(
        new PublishProblem("internal_error", "Something failed inside Icomm.Actors.", "It is tried again by itself. If it goes on failing, give support the run's id."), IsPassing: true);
}
