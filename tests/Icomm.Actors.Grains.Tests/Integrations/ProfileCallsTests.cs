using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Testing;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Tests.Integrations;

public sealed class ProfileCallsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SyncOptions _options = new();

    [Fact]
    public async Task A_profile_is_called_again_until_the_cluster_has_noticed_that_its_silo_is_gone()
    {
        var profile = new UnreachableProfile(_time, until: _time.GetUtcNow() + _options.ProfileCallPatience / 2);

        var counts = await CallAsync(profile);

        Assert.Equal(1, counts.New);
        Assert.True(profile.Calls > _options.ProfileCallAttempts);
    }

    [Fact]
    public async Task A_profile_that_stays_out_of_reach_fails_the_run()
    {
        var started = _time.GetUtcNow();
        var profile = new UnreachableProfile(_time, until: DateTimeOffset.MaxValue);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => CallAsync(profile));

        Assert.True(_time.GetUtcNow() - started >= _options.ProfileCallPatience);
    }

    /// <summary>Calls it once, and lets every wait between two attempts pass.</summary>
    private async Task<ProfileChangeCounts> CallAsync(ICustomerProfileGrain profile)
    {
        var longestWait = TimeSpan.FromSeconds(3);
        var changes = new ProfileChanges { IntegrationId = "one", TimeZone = "Etc/UTC", Orders = [], Customers = [] };
        var call = Task.Run(() => new ProfileCalls(_options, _time).CallAsync([(profile, changes)], [], CancellationToken.None));
        while (await Task.WhenAny(call, _time.WhenTimerIsDueWithinAsync(longestWait)) != call)
            _time.Advance(longestWait);
        return await call;
    }

    private sealed class UnreachableProfile(TimeProvider time, DateTimeOffset until) : ICustomerProfileGrain
    {
        public int Calls { get; private set; }

        public Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes)
        {
            Calls++;
            return time.GetUtcNow() < until ? throw new SiloUnavailableException() : Task.FromResult(new ProfileChangeCounts { New = 1 });
        }

        public Task<ProfileRemovalCounts> RemoveIntegrationAsync(string integrationId, string timeZone) => throw new NotSupportedException();

        public Task<ErasedProfile> EraseAsync(string erasureId, string timeZone) => throw new NotSupportedException();

        public Task<bool> ForgetInactiveAsync(DateTimeOffset since, string timeZone) => throw new NotSupportedException();

        public Task<ProfileView?> EvaluateAsync(DateOnly asOf, DatabaseSettings settings, long? modelVersion) => throw new NotSupportedException();

        public Task<ImmutableArray<ProfilePurchase>> ExplainAsync(string indicator, DateOnly asOf, DatabaseSettings settings) => throw new NotSupportedException();
    }
}
