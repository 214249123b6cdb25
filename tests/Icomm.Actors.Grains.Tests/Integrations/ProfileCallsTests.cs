using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Tests.Integrations;

public sealed class ProfileCallsTests
{
    private static readonly ProfileChanges NoChanges = new() { IntegrationId = "one", TimeZone = "Etc/UTC", Orders = [], Customers = [] };

    private readonly ManualTimeProvider _time = new();
    private readonly SyncOptions _options = new();

    /// <summary>What a call answers while the cluster has not noticed that a silo is gone: the silo, or that it gives the activation up.</summary>
    public static TheoryData<Exception> PassingFailures => [new SiloUnavailableException(), new TaskCanceledException()];

    [Theory, MemberData(nameof(PassingFailures))]
    public async Task A_profile_is_called_again_until_the_cluster_has_noticed_that_its_silo_is_gone(Exception failure)
    {
        var profile = new UnreachableProfile(failure, _time, until: _time.GetUtcNow() + _options.ProfileCallPatience / 2);

        var counts = await CallAsync(profile);

        Assert.Equal(1, counts.New);
        Assert.True(profile.Calls > _options.ProfileCallAttempts);
    }

    [Theory, MemberData(nameof(PassingFailures))]
    public async Task A_profile_that_stays_out_of_reach_fails_the_run(Exception failure)
    {
        var started = _time.GetUtcNow();
        var profile = new UnreachableProfile(failure, _time, until: DateTimeOffset.MaxValue);

        Assert.Same(failure, await Record.ExceptionAsync(() => CallAsync(profile)));

        Assert.True(_time.GetUtcNow() - started >= _options.ProfileCallPatience);
    }

    [Fact]
    public async Task Another_accounts_page_waits_for_a_call_and_not_for_a_page()
    {
        _options.ProfileCallsPerSilo = 1;
        var turns = Turns();
        var busy = Enumerable.Range(0, 50).Select(_ => new WaitingProfile()).ToArray();
        var other = new WaitingProfile();
        var large = await BeginAsync("large", turns, busy);
        var small = await BeginAsync("small", turns, other);

        busy[0].Answer.SetResult();
        await busy[1].Called;
        busy[1].Answer.SetResult();
        await other.Called;
        other.Answer.SetResult();

        Assert.Equal(1, (await small).New);
        Assert.False(large.IsCompleted);
        foreach (var profile in busy[2..])
            profile.Answer.SetResult();
        Assert.Equal(50, (await large).New);
    }

    [Fact]
    public async Task Who_waits_between_two_attempts_holds_nobody_up()
    {
        _options.ProfileCallsPerSilo = 1;
        var turns = Turns();
        var unreachable = await BeginAsync("one", turns, new UnreachableProfile(new SiloUnavailableException(), _time, until: _time.GetUtcNow() + TimeSpan.FromMilliseconds(1)));
        var other = new WaitingProfile();
        other.Answer.SetResult();

        Assert.Equal(1, (await await BeginAsync("other", turns, other)).New);

        Assert.False(unreachable.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await unreachable).New);
    }

    /// <summary>Calls it once, and lets every wait between two attempts pass.</summary>
    private async Task<ProfileChangeCounts> CallAsync(ICustomerProfileGrain profile)
    {
        var longestWait = TimeSpan.FromSeconds(3);
        var call = await BeginAsync("account", Turns(), profile);
        while (await Task.WhenAny(call, _time.WhenTimerIsDueWithinAsync(longestWait)) != call)
            _time.Advance(longestWait);
        return await call;
    }

    /// <summary>Calls each of them once, one step at a time as on a grain's scheduler. The outer task ends when nothing is left but to wait.</summary>
    private Task<Task<ProfileChangeCounts>> BeginAsync(string account, AccountTurns turns, params ICustomerProfileGrain[] profiles) => Task.Factory.StartNew(
        () => new ProfileCalls(account, turns, _options, _time).CallAsync([.. profiles.Select(profile => (profile, NoChanges))], [], CancellationToken.None),
        CancellationToken.None,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    private AccountTurns Turns() => new(Options.Create(_options));

    private sealed class UnreachableProfile(Exception failure, TimeProvider time, DateTimeOffset until) : AppliedProfile
    {
        public int Calls { get; private set; }

        public override Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes)
        {
            Calls++;
            return time.GetUtcNow() < until ? Task.FromException<ProfileChangeCounts>(failure) : Task.FromResult(new ProfileChangeCounts { New = 1 });
        }
    }

    private sealed class WaitingProfile : AppliedProfile
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public override async Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes)
        {
            _called.SetResult();
            await Answer.Task;
            return new ProfileChangeCounts { New = 1 };
        }
    }

    private abstract class AppliedProfile : ICustomerProfileGrain
    {
        public abstract Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes);

        public Task<ProfileRemovalCounts> RemoveIntegrationAsync(string integrationId, string timeZone) => throw new NotSupportedException();

        public Task<bool> MoveIntoAsync(string profileId, string timeZone) => throw new NotSupportedException();

        public Task<bool> TakeInAsync(byte[] state, string timeZone) => throw new NotSupportedException();

        public Task<ErasedProfile> EraseAsync(string erasureId, string timeZone) => throw new NotSupportedException();

        public Task<bool> ForgetInactiveAsync(DateTimeOffset since, string timeZone) => throw new NotSupportedException();

        public Task<ProfileView?> EvaluateAsync(DateOnly asOf, DatabaseSettings settings, long? modelVersion) => throw new NotSupportedException();

        public Task<ImmutableArray<ProfilePurchase>> ExplainAsync(string indicator, DateOnly asOf, DatabaseSettings settings) => throw new NotSupportedException();
    }
}
