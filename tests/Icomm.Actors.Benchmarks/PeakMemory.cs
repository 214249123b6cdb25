namespace Icomm.Actors.Benchmarks;

/// <summary>The most physical memory that this process has while it is measured, looked at fifty times a second.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly PeriodicTimer _timer = new(Interval);
    private readonly Task _watching;
    private long _peak = Environment.WorkingSet;

    public PeakMemory()
    {
        GC.Collect();
        _watching = WatchAsync();
    }

    public double Megabytes => Interlocked.Read(ref _peak) / 1e6;

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            Interlocked.Exchange(ref _peak, Math.Max(_peak, Environment.WorkingSet));
    }
}
