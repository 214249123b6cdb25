using Icomm.Actors.Silo.Operation;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>How long everything else waits before it stops.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    /// <summary>Of a real clock, and shorter than the delay: who waits by that one fails.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task The_host_serves_on_until_the_delay_is_over()
    {
        var stopping = Draining(Delay).StoppingAsync(CancellationToken.None);
        _time.Advance(Delay - TimeSpan.FromSeconds(1));
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await stopping.WaitAsync(Limit);
    }

    [Fact]
    public void Without_a_delay_it_stops_at_once() => Assert.True(Draining(TimeSpan.Zero).StoppingAsync(CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    public async Task A_host_that_may_wait_no_longer_stops_in_order()
    {
        using var impatient = new CancellationTokenSource();
        var stopping = Draining(Delay).StoppingAsync(impatient.Token);
        await impatient.CancelAsync();
        await stopping.WaitAsync(Limit);
    }

    private Drain Draining(TimeSpan delay) => new(Options.Create(new StopOptions { DrainDelay = delay }), _time);
}
