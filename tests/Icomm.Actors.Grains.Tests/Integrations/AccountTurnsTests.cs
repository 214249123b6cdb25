using Icomm.Actors.Grains.Integrations;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Tests.Integrations;

public sealed class AccountTurnsTests
{
    [Fact]
    public async Task AnAccountWithOneCallWaitsForOneCallOfAnAccountWithFifty()
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
        foreach (var call in backlog[1..])
        {
            await call.Began;
            call.Finish();
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
        List<Call> entered = [];
        for (var step = 0; step < 2_000; step++)
        {
            var underWay = entered.Where(call => call.Began.IsCompleted && !call.IsFinished).ToArray();
            if (underWay.Length == 0 || random.Next(5) < 3)
            {
                // Few accounts ask for much.
                var call = floor.Enter($"account {(int)(12 * Math.Pow(random.NextDouble(), 3))}");
                brute.Enter(call);
                entered.Add(call);
            }
            else
            {
                var call = underWay[random.Next(underWay.Length)];
                call.Finish();
                await call.Ended;
                brute.Leave(call);
            }

            foreach (var call in brute.UnderWay)
                await call.Began;
            Assert.Equal(brute.UnderWay.Count, entered.Count(call => call.Began.IsCompleted && !call.IsFinished));
            Assert.Equal(brute.Waiting, floor.Turns.Waiting);
        }
    }

    [Fact]
    public async Task ACallThatFailsGivesItsPlaceBack()
    {
        var turns = new AccountTurns(Options.Create(new SyncOptions { ProfileCallsPerSilo = 1 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => turns.TakeAsync<int>("a", () => throw new InvalidOperationException()));
        Assert.Equal(7, await turns.TakeAsync("b", () => Task.FromResult(7)));
    }

    /// <summary>Calls that last until they are told to end.</summary>
    private sealed class Floor(int places)
    {
        private readonly List<Task> _all = [];

        public AccountTurns Turns { get; } = new(Options.Create(new SyncOptions { ProfileCallsPerSilo = places }));

        public Call Enter(string account)
        {
            var call = new Call(account, Turns);
            _all.Add(call.Ended);
            return call;
        }

        public Task EverythingEndedAsync() => Task.WhenAll(_all);
    }

    private sealed class Call
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Call(string account, AccountTurns turns)
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
        private readonly List<(string Account, List<Call> Calls)> _line = [];

        public List<Call> UnderWay { get; } = [];

        public int Waiting => _line.Sum(each => each.Calls.Count);

        public void Enter(Call call)
        {
            if (UnderWay.Count < places)
                UnderWay.Add(call);
            else if (_line.FirstOrDefault(each => each.Account == call.Account).Calls is { } calls)
                calls.Add(call);
            else
                _line.Add((call.Account, [call]));
        }

        public void Leave(Call call)
        {
            UnderWay.Remove(call);
            if (_line.Count == 0)
                return;
            var (account, calls) = _line[0];
            _line.RemoveAt(0);
            UnderWay.Add(calls[0]);
            if (calls.Count > 1)
                _line.Add((account, calls[1..]));
        }
    }
}
