using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Lets a silo have a bounded number of calls to profiles under way. Accounts whose calls wait take turns, so that one with fifty shops to read for the first time holds another's sync up by a call and not by a
/// backlog. Within an account, first come is first served.
/// </summary>
public sealed class AccountTurns(IOptions<SyncOptions> options)
{
    private readonly Lock _gate = new();

    /// <summary>Whoever waits, by account; an account that nobody waits for is not in it.</summary>
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _waiting = [];

    /// <summary>The accounts of <see cref="_waiting"/>, the next one first.</summary>
    private readonly Queue<string> _accounts = [];

    private int _free = options.Value.ProfileCallsPerSilo;
    private int _count;

    /// <summary>Calls that wait.</summary>
    public int Waiting => Volatile.Read(ref _count);

    /// <summary>Waits for a place, and makes the call there.</summary>
    public async Task<TResult> TakeAsync<TResult>(string account, Func<Task<TResult>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await EnterAsync(account);
        try
        {
            return await call();
        }
        finally
        {
            Leave();
        }
    }

    private Task EnterAsync(string account)
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            if (!_waiting.TryGetValue(account, out var queue))
            {
                _waiting.Add(account, queue = []);
                _accounts.Enqueue(account);
            }

            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            queue.Enqueue(place);
            _count++;
            return place.Task;
        }
    }

    /// <summary>Hands the place to the next account, which then is the last one.</summary>
    private void Leave()
    {
        TaskCompletionSource next;
        lock (_gate)
        {
            if (!_accounts.TryDequeue(out var account))
            {
                _free++;
                return;
            }

            var queue = _waiting[account];
            next = queue.Dequeue();
            _count--;
            if (queue.Count > 0)
                _accounts.Enqueue(account);
            else
                _waiting.Remove(account);
        }

        next.SetResult();
    }
}
