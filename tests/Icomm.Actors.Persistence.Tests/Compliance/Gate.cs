namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>Where threads wait until it is disposed.</summary>
/// <param name="threads">How many have to arrive for it to be reached.</param>
internal sealed class Gate(int threads) : IDisposable
{
    private readonly ManualResetEventSlim _open = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Pass()
    {
        if (_open.IsSet)
            return;
        if (Interlocked.Increment(ref _waiting) == threads)
            _reached.TrySetResult();
        _open.Wait();
    }

    public void Dispose() => _open.Set();
}
