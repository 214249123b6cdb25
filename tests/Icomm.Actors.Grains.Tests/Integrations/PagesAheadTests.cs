using System.Globalization;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>As in a grain: one step at a time, on a scheduler of their own.</summary>
public sealed class PagesAheadTests
{
    private readonly ConcurrentExclusiveSchedulerPair _schedulers = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public Task Every_page_comes_once_and_in_its_order(int most) => OneStepAtATime(async () =>
    {
        var store = new Store(pages: 20);
        await using var ahead = store.Read(most);

        var taken = new List<int>();
        while (await ahead.TakeAsync() is { Count: > 0 } pages)
        {
            Assert.InRange(pages.Count, 1, most);
            taken.AddRange(pages.Select(NumberOf));
        }

        Assert.Equal(Enumerable.Range(0, 20), taken);
        Assert.Empty(await ahead.TakeAsync());
    });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public Task What_has_arrived_is_taken_together_and_no_more_is_asked_for_than_there_is_room_for(int most) => OneStepAtATime(async () =>
    {
        var store = new Store(pages: 20);
        await using var ahead = store.Read(most);
        Assert.Equal(most, store.Asked);

        Assert.Equal(Enumerable.Range(0, most), (await ahead.TakeAsync()).Select(NumberOf));
        Assert.Equal(most, store.Asked);

        await Task.Yield();
        Assert.Equal(2 * most, store.Asked);
        Assert.Equal(Enumerable.Range(most, most), (await ahead.TakeAsync()).Select(NumberOf));
    });

    [Fact]
    public Task What_had_arrived_before_the_store_failed_is_taken_first() => OneStepAtATime(async () =>
    {
        var failure = new StoreException(new StoreProblem("store_unreachable", new("x", "x", "x"), new("x", "x", "x")), isTransient: true);
        var store = new Store(pages: 20) { Failure = (3, failure) };
        await using var ahead = store.Read(most: 5);

        Assert.Equal([0, 1, 2], (await ahead.TakeAsync()).Select(NumberOf));
        Assert.Same(failure, await Assert.ThrowsAsync<StoreException>(ahead.TakeAsync));
    });

    [Fact]
    public Task Who_may_not_go_on_gets_what_has_been_read_and_asks_for_nothing_more() => OneStepAtATime(async () =>
    {
        var store = new Store(pages: 20);
        await using var ahead = store.Read(most: 5, mayGoOn: () => store.Asked < 2);

        Assert.Equal([0, 1], (await ahead.TakeAsync()).Select(NumberOf));
        Assert.Empty(await ahead.TakeAsync());
        Assert.Equal(2, store.Asked);
    });

    [Fact]
    public Task A_page_that_nobody_wants_any_more_is_given_up() => OneStepAtATime(async () =>
    {
        var store = new Store(pages: 20) { Held = new Signal("the store answers") };
        var ahead = store.Read(most: 5);

        await ahead.DisposeAsync();

        Assert.True(store.WasGivenUp);
        Assert.Equal(1, store.Asked);
    });

    private static int NumberOf(StorePage page) => page.TotalCount!.Value;

    private Task OneStepAtATime(Func<Task> test) => Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, _schedulers.ExclusiveScheduler).Unwrap();

    /// <summary>Pages 0, 1, 2, … that come at once. The number of a page is in its total.</summary>
    private sealed class Store(int pages)
    {
        public int Asked { get; private set; }

        public (int Page, StoreException Error)? Failure { get; init; }

        /// <summary>What every answer waits for.</summary>
        public Signal? Held { get; init; }

        public bool WasGivenUp { get; private set; }

        public PagesAhead Read(int most, Func<bool>? mayGoOn = null) => new(null, ReadAsync, mayGoOn ?? (() => true), most, CancellationToken.None);

        private async Task<StorePage> ReadAsync(string? token, CancellationToken cancellationToken)
        {
            var page = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
            Asked++;
            if (Held is not null)
                await HoldAsync(Held, cancellationToken);
            if (Failure is { } failure && failure.Page == page)
                throw failure.Error;
            return new StorePage { TotalCount = page, NextPageToken = page + 1 < pages ? (page + 1).ToString(CultureInfo.InvariantCulture) : null };
        }

        private async Task HoldAsync(Signal held, CancellationToken cancellationToken)
        {
            try
            {
                await held.Held(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasGivenUp = true;
                throw;
            }
        }
    }
}
