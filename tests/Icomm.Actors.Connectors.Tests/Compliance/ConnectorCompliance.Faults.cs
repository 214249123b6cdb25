using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>What goes wrong once is healed; what stays wrong is said.</summary>
public abstract partial class ConnectorCompliance
{
    [Theory]
    [InlineData(FaultKind.TokenExpired)]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.UnavailableHtml)]
    [InlineData(FaultKind.HtmlPage)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.ConnectionResetMidBody)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.BrokenJson)]
    [InlineData(FaultKind.DuplicateItems)]
    [InlineData(FaultKind.ReorderedItems)]
    [InlineData(FaultKind.RepeatPreviousPage)]
    [InlineData(FaultKind.EmptyPage)]
    public async Task A_fault_in_mid_run_loses_nothing(FaultKind kind)
    {
        Shop.Faults.Add(new FaultRule(kind) { Path = Store.PathOf(StoreResource.Orders), Skip = 3, Times = 1 });
        Shop.Faults.Add(new FaultRule(kind) { Path = Store.PathOf(StoreResource.Orders), Skip = 6, Times = 1 });

        var pages = await ReadOrdersAsync(10);

        Assert.Equal(2, Shop.Statistics.FaultsFired);
        CheckComplete(Shop.Data.Orders, pages);
        Assert.Equal(157, pages.SelectMany(page => page.Orders).DistinctBy(order => order.OrderId).Count());
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, "permission_missing", false)]
    [InlineData(FaultKind.NotFound, "endpoint_not_found", false)]
    [InlineData(FaultKind.TooManyRequests, "rate_limited", true)]
    [InlineData(FaultKind.ServerError, "store_error", true)]
    [InlineData(FaultKind.UnavailableHtml, "store_error", true)]
    [InlineData(FaultKind.HtmlPage, "answer_not_json", true)]
    [InlineData(FaultKind.ConnectionReset, "store_unreachable", true)]
    [InlineData(FaultKind.TruncatedJson, "answer_truncated", true)]
    [InlineData(FaultKind.BrokenJson, "answer_not_json", true)]
    [InlineData(FaultKind.EmptyPage, "answer_unexpected", true)]
    public async Task A_fault_that_stays_is_said_and_no_page_comes(FaultKind kind, string code, bool isTransient)
    {
        Shop.Faults.Add(new FaultRule(kind) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync();

        Assert.Equal(Store.CodeOf(kind, code), failure.Problem.Code);
        Assert.Equal(isTransient, failure.IsTransient);
        CheckDiscreet(failure);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_answer_is_said()
    {
        Shop.Faults.Add(new FaultRule(FaultKind.ConnectionResetMidBody) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync();

        // A reset may overtake what was sent before it; then it looks as if there had been no answer at all.
        Assert.Contains(failure.Problem.Code, new[] { "answer_truncated", "store_unreachable" });
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_token_that_never_lasts_is_no_endless_loop()
    {
        Shop.Faults.Add(new FaultRule(FaultKind.TokenExpired) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync();

        Assert.False(failure.IsTransient);
        Assert.InRange(Shop.Statistics.Requests, 1, 6);
    }

    [Fact]
    public async Task An_answer_of_50_MB_is_refused()
    {
        Shop.Faults.Add(new FaultRule(FaultKind.HugeAnswer) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync(pageSize: 1);

        Assert.Equal("answer_too_large", failure.Problem.Code);
        CheckDiscreet(failure);
    }

    [Theory]
    [InlineData(FaultKind.OrderWithoutId, "id_missing")]
    [InlineData(FaultKind.OrderWithBadDate, "date_invalid")]
    [InlineData(FaultKind.OrderWithHugeAmount, "amount_out_of_range")]
    public async Task A_record_that_cannot_be_read_is_reported_and_the_page_goes_on(FaultKind kind, string code)
    {
        Shop.Faults.Enqueue(kind, Store.PathOf(StoreResource.Orders));

        var pages = await ReadOrdersAsync(10);

        var unreadable = pages.SelectMany(page => page.Unreadable).ToArray();
        Assert.NotEmpty(unreadable);
        Assert.All(unreadable, each => Assert.Equal(code, each.Code));
        Assert.All(unreadable, each => Assert.StartsWith("{", each.Raw));
        Assert.All(unreadable, each => Assert.DoesNotContain("@", each.ToString()));
        var read = pages.SelectMany(page => page.Orders).Select(order => order.OrderId).ToHashSet();
        Assert.Equal(156, read.Count);
        if (kind != FaultKind.OrderWithoutId)
            Assert.Equal(Shop.Data.Orders.Single(order => !read.Contains($"{order.Id}")).Id.ToString(), unreadable[0].RecordId);
    }

    [Theory]
    [InlineData(FaultKind.OrderWithoutId)]
    [InlineData(FaultKind.OrderWithBadDate)]
    [InlineData(FaultKind.OrderWithHugeAmount)]
    public async Task Bad_records_on_every_page_do_not_stop_the_run(FaultKind kind)
    {
        Shop.Faults.Add(new FaultRule(kind) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var pages = await ReadOrdersAsync(10);

        Assert.NotEmpty(pages.SelectMany(page => page.Unreadable));
        Assert.NotEmpty(pages.SelectMany(page => page.Orders));
    }

    [Fact]
    public async Task Wrong_credentials_are_said_and_not_tried_again()
    {
        var failure = await FailAsync(Store.ConnectWrongly(Shop));

        Assert.Equal(Store.RefusalCode, failure.Problem.Code);
        Assert.False(failure.IsTransient);
        Assert.InRange(Shop.Statistics.Requests, 1, 3);
        CheckDiscreet(failure);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_said()
    {
        await using var closed = await OpenAsync(orders: 1);
        var address = closed.BaseUrl;
        await closed.DisposeAsync();

        var failure = await FailAsync(Store.ConnectTo(Shop, address));

        Assert.Equal("store_unreachable", failure.Problem.Code);
        Assert.True(failure.IsTransient);
    }

    [Theory]
    [InlineData("http://shop.example/", "url_not_https")]
    [InlineData("https://10.0.0.7/", "address_not_allowed")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "address_not_allowed")]
    [InlineData("https://user:secret@shop.example/", "url_invalid")]
    public async Task An_address_that_must_not_be_spoken_to_is_refused(string address, string code)
    {
        var failure = await FailAsync(Store.ConnectTo(Shop, new Uri(address)));

        Assert.Equal(code, failure.Problem.Code);
        Assert.False(failure.IsTransient);
        Assert.Equal(0, Shop.Statistics.Requests);
    }

    [Fact]
    public async Task A_store_that_never_answers_times_out()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock, options => options.MaxRetries = 2);
        Shop.Faults.Add(new FaultRule(FaultKind.Hang) { Times = null });

        var reading = harness.Registry.Get(Store.StoreType).ReadAllAsync(Connection, StoreResource.Orders, Everything, 10);
        await clock.RunAsync(reading, harness.Http.Options.AttemptTimeout);

        var failure = await Assert.ThrowsAsync<StoreException>(() => reading);
        Assert.Equal("store_timeout", failure.Problem.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task The_wait_a_store_asks_for_in_seconds_is_kept()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock);
        Shop.Faults.Enqueue(Fault.TooManyRequests(TimeSpan.FromSeconds(37)), Store.PathOf(StoreResource.Orders));
        var started = clock.GetUtcNow();

        var reading = harness.Registry.Get(Store.StoreType).ReadAllAsync(Connection, StoreResource.Orders, Everything, 100);
        await clock.RunAsync(reading, TimeSpan.FromSeconds(40));

        CheckComplete(Shop.Data.Orders, await reading);
        Assert.Equal(TimeSpan.FromSeconds(40), clock.GetUtcNow() - started);
    }

    [Fact]
    public async Task The_wait_a_store_asks_for_until_a_date_is_kept()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock);
        var started = clock.GetUtcNow();

        // Measured against the date of the store's own answer, which is the real one, years from this clock's.
        Shop.Faults.Enqueue(Fault.TooManyRequests(TimeProvider.System.GetUtcNow().AddSeconds(42)), Store.PathOf(StoreResource.Orders));

        var reading = harness.Registry.Get(Store.StoreType).ReadAllAsync(Connection, StoreResource.Orders, Everything, 100);
        await clock.RunAsync(reading, TimeSpan.FromSeconds(46));

        CheckComplete(Shop.Data.Orders, await reading);
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.FromSeconds(46), TimeSpan.FromSeconds(92));
    }

    [Fact]
    public async Task A_wait_too_long_to_sit_out_is_handed_on()
    {
        Shop.Faults.Add(new FaultRule(Fault.TooManyRequests(TimeSpan.FromHours(3))) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync();

        Assert.Equal("rate_limited", failure.Problem.Code);
        Assert.Equal(TimeSpan.FromHours(3), failure.RetryAfter);
    }

    [Fact]
    public async Task A_broken_store_is_left_alone_for_a_while()
    {
        await using var harness = new ConnectorHarness(configure: options => (options.CircuitMinimumAttempts, options.MaxRetries) = (4, 5));
        var connector = harness.Registry.Get(Store.StoreType);
        await connector.ReadAllAsync(Connection, StoreResource.Orders, Everything, 300);
        Shop.ResetStatistics();
        Shop.Faults.Add(new FaultRule(FaultKind.ServerError) { Times = null });
        var seen = new HashSet<string>();
        for (var run = 0; run < 6; run++)
            seen.Add((await Assert.ThrowsAsync<StoreException>(() => connector.ReadAllAsync(Connection, StoreResource.Orders, Everything, 10))).Problem.Code);

        Assert.Contains("store_resting", seen);
        Assert.InRange(Shop.Statistics.Requests, 1, 25);
    }
}
