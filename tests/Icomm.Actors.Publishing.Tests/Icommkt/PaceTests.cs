using Icomm.Actors.Publishing.Tests.Support;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Publishing.Tests.Icommkt;

/// <summary>How fast requests follow each other, by a clock that both sides share and that stands still until it is moved.</summary>
public sealed class PaceTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Requests_keep_the_target_s_pace()
    {
        await using var harness = await IcommktHarness.StartAsync(_clock);
        await using var sink = harness.Sink(("batchSize", "1"), ("requestsPerMinute", null));

        await RunAsync(sink.SendAsync(People.Persons(5), CancellationToken.None), TimeSpan.FromMilliseconds(500));

        AssertApart(harness, 0.5, 0.5, 0.5, 0.5);
    }

    [Fact]
    public async Task A_new_sink_keeps_the_pace_of_the_last_one()
    {
        await using var harness = await IcommktHarness.StartAsync(_clock);
        for (var i = 0; i < 3; i++)
        {
            await using var sink = harness.Sink(("requestsPerMinute", "30"));
            await RunAsync(sink.SendAsync([People.Person(i)], CancellationToken.None), TimeSpan.FromSeconds(2));
        }

        AssertApart(harness, 2, 2);
    }

    [Fact]
    public async Task Retries_keep_the_pace_too()
    {
        await using var harness = await IcommktHarness.StartAsync(_clock);
        harness.Shop.Faults.Enqueue(FaultKind.ServerError, "/Contacts/", times: 2);
        await using var sink = harness.Sink(("requestsPerMinute", "6"));

        await RunAsync(sink.SendAsync([People.Person(1)], CancellationToken.None), TimeSpan.FromSeconds(10));

        AssertApart(harness, 10, 10);
    }

    [Fact]
    public async Task Retry_after_is_obeyed_to_the_second()
    {
        await using var harness = await IcommktHarness.StartAsync(_clock);
        harness.Shop.Faults.Enqueue(Fault.TooManyRequests(TimeSpan.FromSeconds(42)), "/Contacts/");
        await using var sink = harness.Sink();

        await RunAsync(sink.SendAsync([People.Person(1)], CancellationToken.None), TimeSpan.FromSeconds(42));

        AssertApart(harness, 42);
        Assert.Single(harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task A_long_retry_after_is_handed_to_the_caller()
    {
        await using var harness = await IcommktHarness.StartAsync(_clock);
        harness.Shop.Faults.Enqueue(Fault.TooManyRequests(TimeSpan.FromHours(1)), "/Contacts/");
        await using var sink = harness.Sink();

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync([People.Person(1)], CancellationToken.None));

        Assert.Equal(("publish_throttled", true, TimeSpan.FromHours(1)), (failure.Code, failure.IsTransient, failure.RetryAfter));
        Assert.Single(harness.Icommkt.Requests);
    }

    /// <summary>In tenths of what is waited for, so that a wait that is too short would show.</summary>
    private Task RunAsync(Task work, TimeSpan wait) => _clock.RunAsync(work, wait / 10, wait);

    private static void AssertApart(IcommktHarness harness, params double[] seconds)
    {
        var times = harness.Icommkt.Requests.Select(request => request.At).ToArray();
        Assert.Equal(seconds, times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds));
    }
}
