namespace Icomm.Actors.Testing;

/// <summary>Collects what happens, from any thread, and lets a test wait until enough of it has.</summary>
/// <param name="name">What is collected: "ticks of reminder daily".</param>
/// <typeparam name="T">Type of an entry.</typeparam>
public sealed class Recorder<T>(string name)
{
    private readonly Lock _gate = new();
    private readonly List<T> _entries = [];
    private readonly List<(Func<IReadOnlyList<T>, bool> Wanted, TaskCompletionSource Waiter)> _waiters = [];

    /// <summary>A copy of what has happened, in order.</summary>
    public IReadOnlyList<T> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Adds an entry.</summary>
    public void Add(T entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            foreach (var each in _waiters.Where(each => each.Wanted(_entries)).ToArray())
            {
                _waiters.Remove(each);
                each.Waiter.TrySetResult();
            }
        }
    }

    /// <summary>Waits until there are this many.</summary>
    /// <exception cref="TimeoutException">They did not come within <see cref="Waits.Limit"/>.</exception>
    public Task<IReadOnlyList<T>> CountAsync(int count) => WhenAsync(entries => entries.Count >= count, $"{count} entries");

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="wanted">The condition, over all entries so far.</param>
    /// <param name="expected">The condition in words, for the message.</param>
    /// <exception cref="TimeoutException">It did not come true within <see cref="Waits.Limit"/>.</exception>
    public async Task<IReadOnlyList<T>> WhenAsync(Func<IReadOnlyList<T>, bool> wanted, string expected)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (wanted(_entries))
            {
                return [.. _entries];
            }

            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((wanted, waiter));
        }

        try
        {
            await waiter.Task.WaitAsync(Waits.Limit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{name}: expected {expected} within {Waits.Limit}, actual: [{string.Join(", ", Entries)}]");
        }

        return Entries;
    }
}
