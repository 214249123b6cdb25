using System.Text.Json;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Icomm.Actors.Grains.Running;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Calls the profiles of one page, a bounded number at a time. Everything here runs on the caller's scheduler, one step at a time.</summary>
internal sealed class ProfileCalls(SyncOptions options, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    private int _new;
    private int _changed;
    private int _unchanged;
    private int _tooOldToCorrect;
    private int _suppressed;

    /// <param name="unusable">Receives the records that a profile refuses: one such record must not hold up a whole shop.</param>
    /// <param name="cancellationToken">Ends the wait between two attempts.</param>
    public async Task<ProfileChangeCounts> CallAsync(
        IReadOnlyList<(ICustomerProfileGrain Profile, ProfileChanges Changes)> groups, List<UnreadableRecord> unusable, CancellationToken cancellationToken)
    {
        var next = 0;
        var callers = new Task[Math.Min(options.ProfileCallsInFlight, groups.Count)];
        for (var i = 0; i < callers.Length; i++)
            callers[i] = CallUntilNoneIsLeftAsync();
        await Task.WhenAll(callers);
        return new ProfileChangeCounts { New = _new, Changed = _changed, Unchanged = _unchanged, TooOldToCorrect = _tooOldToCorrect, Suppressed = _suppressed };

        async Task CallUntilNoneIsLeftAsync()
        {
            while (next < groups.Count)
            {
                var (profile, changes) = groups[next++];
                await ApplyAsync(profile, changes, unusable, cancellationToken);
            }
        }
    }

    private async Task ApplyAsync(ICustomerProfileGrain profile, ProfileChanges changes, List<UnreadableRecord> unusable, CancellationToken cancellationToken)
    {
        try
        {
            Count(await RetryAsync(profile, changes, cancellationToken));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // One record is to blame; the customer's others are good.
            if (changes.Orders.Length + changes.Customers.Length == 1)
                unusable.Add(Refused(changes, exception));
            else
                await ApplySinglyAsync(profile, changes, unusable, cancellationToken);
        }
    }

    private async Task ApplySinglyAsync(ICustomerProfileGrain profile, ProfileChanges changes, List<UnreadableRecord> unusable, CancellationToken cancellationToken)
    {
        foreach (var order in changes.Orders)
            await ApplyAsync(profile, changes with { Orders = [order], Customers = [] }, unusable, cancellationToken);
        foreach (var customer in changes.Customers)
            await ApplyAsync(profile, changes with { Orders = [], Customers = [customer] }, unusable, cancellationToken);
    }

    /// <summary>A call whose outcome is unknown is made again: applying is idempotent.</summary>
    private async Task<ProfileChangeCounts> RetryAsync(ICustomerProfileGrain profile, ProfileChanges changes, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await profile.ApplyAsync(changes);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && !IsRefusal(exception) && (attempt < options.ProfileCallAttempts || (PassingFaults.HealByThemselves(exception) && time.GetElapsedTime(began) < options.ProfileCallPatience)))
            {
                var delay = RetryDelay * attempt;
                await Task.Delay(delay < LongestDelay ? delay : LongestDelay, time, cancellationToken);
            }
        }
    }

    /// <summary>The domain said no, and will say so again.</summary>
    private static bool IsRefusal(Exception exception) => exception is DomainException or ArgumentException;

    private static UnreadableRecord Refused(ProfileChanges changes, Exception exception)
    {
        var code = (exception as DomainException)?.Code ?? "record_refused";

        // Without the time of reading: the same record, read again, is the same rejection.
        return changes.Orders is [var order]
            ? new UnreadableRecord(order.OrderId, code, exception.Message, JsonSerializer.Serialize(order with { ReadAt = default }))
            : new UnreadableRecord(changes.Customers[0].Reference.StoreCustomerId, code, exception.Message, JsonSerializer.Serialize(changes.Customers[0] with { ReadAt = default }));
    }

    private void Count(ProfileChangeCounts counts)
    {
        _new += counts.New;
        _changed += counts.Changed;
        _unchanged += counts.Unchanged;
        _tooOldToCorrect += counts.TooOldToCorrect;
        _suppressed += counts.Suppressed;
    }
}
