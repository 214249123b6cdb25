using System.Runtime.ExceptionServices;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Running;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Makes calls to profiles again that failed: whoever calls is idempotent, and most failures heal.</summary>
internal sealed class PatientCalls(SyncOptions options, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    /// <summary>The domain said no, and will say so again: to the records, or because the profile that they are for can't be read.</summary>
    public static bool IsRefusal(Exception exception) => PassingFaults.CauseOf(exception) is ArgumentException or DomainException and not ProfileStateException { Code: ProfileStateErrors.NewerVersion };

    /// <param name="failure">Of the first call.</param>
    /// <param name="cancellationToken">Ends the wait between two attempts; of the caller.</param>
    /// <exception cref="Exception">The last failure: a refusal, or one too many.</exception>
    public async Task<T> CallAgainAsync<T>(Func<Task<T>> call, Exception failure, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (IsRefusal(failure) || (attempt >= options.ProfileCallAttempts && !(PassingFaults.HealByThemselves(failure, cancellationToken) && time.GetElapsedTime(began) < options.ProfileCallPatience)))
                ExceptionDispatchInfo.Throw(failure);
            var delay = RetryDelay * attempt;
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken);
            try
            {
                return await call();
            }
            catch (Exception exception) when (!PassingFaults.IsInterruption(exception, cancellationToken))
            {
                failure = exception;
            }
        }
    }
}
