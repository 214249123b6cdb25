using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Grains.Running;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Tests.Running;

public sealed class AccountTurnsTests
{
    [Fact]
    public async Task AnAccountWithOnePageWaitsForOnePageOfAnAccountWithFifty()
    {
        var floor = new Floor(places: 1);
        var first = floor.Enter("large");
        var backlog = Enumerable.Range(0, 50).Select(_ => floor.Enter("large")).ToArray();
        var small = floor.Enter("small");
        Assert.Equal(51, floor.Turns.Waiting);

        first.Finish();
        await backlog[0].Began;
        Assert.False(small.Began.IsCompleted);
        backlog[0].Finish();
        await small.Began;
        small.Finish();
        foreach (var page in backlog[1..])
        {
            await page.Began;
            page.Finish();
        }

        await floor.EverythingEndedAsync();
        Assert.Equal(0, floor.Turns.Waiting);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 8)]
    [InlineData(4, 40)]
    public async Task PlacesAreNeverOverbookedAndEveryTurnGoesToTheAccountThatWaitedLongest(int seed, int places)
    {
        var random = new Random(seed);
        var floor = new Floor(places);
        var brute = new BruteForce(places);
        List<Page> entered = [];
        for (var step = 0; step < 2_000; step++)
        {
            var working = entered.Where(page => page.Began.IsCompleted && !page.IsFinished).ToArray();
            if (working.Length == 0 || random.Next(5) < 3)
            {
                // Few accounts ask for much.
                var page = floor.Enter($"account {(int)(12 * Math.Pow(random.NextDouble(), 3))}");
                brute.Enter(page);
                entered.Add(page);
            }
            else
            {
                var page = working[random.Next(working.Length)];
                page.Finish();
                await page.Ended;
                brute.Leave(page);
            }

            foreach (var page in brute.Working)
                await page.Began;
            Assert.Equal(brute.Working.Count, entered.Count(page => page.Began.IsCompleted && !page.IsFinished));
            Assert.Equal(brute.Waiting, floor.Turns.Waiting);
        }
    }

    [Fact]
    public async Task WorkThatFailsGivesItsPlaceBack()
    {
        var turns = new AccountTurns(Options.Create(new SyncOptions { PagesInFlight = 1 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => turns.TakeAsync<int>("a", () => throw new InvalidOperationException()));
        Assert.Equal(7, await turns.TakeAsync("b", () => Task.FromResult(7)));
    }

    /// <summary>Pages that work until they are told to end.</summary>
    private sealed class Floor(int places)
    {
        private readonly List<Task> _all = [];

        public AccountTurns Turns { get; } = new(Options.Create(new SyncOptions { PagesInFlight = places }));

        public Page Enter(string account)
        {
            var page = new Page(account, Turns);
            _all.Add(page.Ended);
            return page;
        }

        public Task EverythingEndedAsync() => Task.WhenAll(_all);
    }

    private sealed class Page
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Page(string account, AccountTurns turns)
        {
            Account = account;
            Ended = turns.TakeAsync(account, async () =>
            {
                _began.SetResult();
                await _finish.Task;
                return true;
            });
        }

        public string Account { get; }

        public Task Began => _began.Task;

        public Task Ended { get; }

        public bool IsFinished { get; private set; }

        public void Finish()
        {
            IsFinished = true;
            _finish.SetResult();
        }
    }

    /// <summary>The rule as it is said: of the accounts that wait, the one whose last turn, or whose first wait since it had nobody waiting, is longest ago.</summary>
    private sealed class BruteForce(int places)
    {
        private readonly List<(string Account, List<Page> Pages)> _line = [];

        public List<Page> Working { get; } = [];

        public int Waiting => _line.Sum(each => each.Pages.Count);

        public void Enter(Page page)
        {
            if (Working.Count < places)
                Working.Add(page);
            else if (_line.FirstOrDefault(each => each.Account == page.Account).Pages is { } pages)
                pages.Add(page);
            else
                _line.Add((page.Account, [page]));
        }

        public void Leave(Page page)
        {
            Working.Remove(page);
            if (_line.Count == 0)
                return;
            var (account, pages) = _line[0];
            _line.RemoveAt(0);
            Working.Add(pages[0]);
            if (pages.Count > 1)
                _line.Add((account, pages[1..]));
        }
    }
}
