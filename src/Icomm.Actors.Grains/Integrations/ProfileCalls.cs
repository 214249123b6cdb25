using System.Text.Json;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Icomm.Actors.Grains.Running;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Calls the profiles of one page, a bounded number at a time, each when it is its account's turn. Everything here runs on the caller's scheduler, one step at a time.</summary>
internal sealed class ProfileCalls(string account, AccountTurns turns, SyncOptions options, TimeProvider time)
{
    private readonly PatientCalls _patient = new(options, time);

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
        var calls = new Queue<(ICustomerProfileGrain, ProfileChanges)>(groups);
        var callers = new Task[Math.Min(options.ProfileCallsInFlight, groups.Count)];
        for (var i = 0; i < callers.Length; i++)
            callers[i] = CallUntilNoneIsLeftAsync(calls, unusable, cancellationToken);
        await Task.WhenAll(callers);
        return new ProfileChangeCounts { New = _new, Changed = _changed, Unchanged = _unchanged, TooOldToCorrect = _tooOldToCorrect, Suppressed = _suppressed };
    }

    private Task<ProfileChangeCounts> ApplyAsync(ICustomerProfileGrain profile, ProfileChanges changes) => turns.TakeAsync(account, () => profile.ApplyAsync(changes));

    private async Task CallUntilNoneIsLeftAsync(Queue<(ICustomerProfileGrain, ProfileChanges)> calls, List<UnreadableRecord> unusable, CancellationToken cancellationToken)
    {
        while (calls.TryDequeue(out var call))
        {
            var (profile, changes) = call;
            try
            {
                Count(await ApplyAsync(profile, changes));
            }
            catch (Exception exception) when (!PassingFaults.IsInterruption(exception, cancellationToken))
            {
                await RecoverAsync(profile, changes, exception, unusable, cancellationToken);
            }
        }
    }

    /// <summary>A call whose outcome is unknown is made again: applying is idempotent.</summary>
    /// <param name="failure">Of the first call.</param>
    private async Task RecoverAsync(ICustomerProfileGrain profile, ProfileChanges changes, Exception failure, List<UnreadableRecord> unusable, CancellationToken cancellationToken)
    {
        try
        {
            Count(await _patient.CallAgainAsync(() => ApplyAsync(profile, changes), failure, cancellationToken));
        }
        catch (Exception refusal) when (PatientCalls.IsRefusal(refusal))
        {
            // One record is to blame; the customer's others are good.
            if (changes.Orders.Length + changes.Customers.Length == 1)
                unusable.Add(Refused(changes, refusal));
            else
                await CallUntilNoneIsLeftAsync(new Queue<(ICustomerProfileGrain, ProfileChanges)>(Singly(profile, changes)), unusable, cancellationToken);
        }
    }

    private static IEnumerable<(ICustomerProfileGrain, ProfileChanges)> Singly(ICustomerProfileGrain profile, ProfileChanges changes) =>
    [
        .. changes.Orders.Select(order => (profile, changes with { Orders = [order], Customers = [] })),
        .. changes.Customers.Select(customer => (profile, changes with { Orders = [], Customers = [customer] })),
    ];

    private static UnreadableRecord Refused(ProfileChanges changes, Exception refusal)
    {
        var exception = PassingFaults.CauseOf(refusal);
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
