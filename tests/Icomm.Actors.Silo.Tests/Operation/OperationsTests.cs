using System.Collections.Immutable;
using System.Net;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Operation;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>The operator's view.</summary>
[Collection(SiloCollection.Name)]
public sealed class OperationsTests(RunningSilo silo)
{
    [Fact]
    public async Task SilosAndWhatIsWrongAreShown()
    {
        var database = await silo.Http.CreateDatabaseAsync();
        var paused = await silo.Http.SendAsync("/api/v1/integrations", new { name = "Paused", storeType = "scripted", databaseId = database, settings = new { script = "well" } }, HttpStatusCode.Created);
        await silo.Http.SendAsync($"/api/v1/integrations/{paused.Id()}/pause", null, HttpStatusCode.OK);

        var seen = await silo.Http.ReadAsync("/api/v1/operations");

        var one = Assert.Single(seen.GetProperty("silos").EnumerateArray());
        Assert.True(one.GetProperty("activationsByType").GetProperty("IntegrationGrain").GetInt32() > 0);
        Assert.Equal(one.GetProperty("activations").GetInt32(), one.GetProperty("activationsByType").EnumerateObject().Sum(type => type.Value.GetInt32()));
        var mine = seen.GetProperty("paused").EnumerateArray().Single(each => each.GetProperty("integrationId").GetString() == paused.Id());
        Assert.Equal(("default", "scripted", "requested"), (mine.GetProperty("accountId").GetString(), mine.GetProperty("storeType").GetString(), mine.GetProperty("reason").GetString()));
        Assert.True(seen.GetProperty("integrations").GetProperty("total").GetInt32() >= seen.GetProperty("integrations").GetProperty("paused").GetInt32());
    }

    [Fact]
    public async Task AnIntegrationThatCannotBeReadIsNamedFirstAmongTheFailing()
    {
        var failed = new IntegrationRow("a", "failed", new IntegrationRecord { Definition = Definition(), LastProblemCode = "store_unreachable", ConsecutiveFailures = 3, LastSuccessAt = DateTimeOffset.UnixEpoch });
        var index = new Index(new("a", "failed", "magento", failed, null), new("a", "damaged", "vtex", Row: null, PersistenceErrors.RecordUnreadable));
        var view = new OperatorView(silo.Services.GetRequiredService<IGrainFactory>(), index, silo.Services.GetRequiredService<PersistenceMetrics>(), TimeProvider.System);

        var seen = await view.LookAsync(default);

        Assert.Equal([("damaged", "vtex", "record_unreadable"), ("failed", "magento", "store_unreachable")], seen.Failing.Select(each => (each.IntegrationId, each.StoreType, each.ProblemCode)));
        Assert.Equal((2, 2, 1), (seen.Integrations.Total, seen.Integrations.Failing, seen.Integrations.Late));
    }

    [Theory]
    [InlineData(-10, 0, false)]
    [InlineData(480, 480, false)]
    [InlineData(481, 481, true)]
    public void AnIntegrationIsLateAfterTwoIntervals(int minutes, int lag, bool isLate)
    {
        var since = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var integration = IntegrationLag.Of(new IntegrationRow("a", "i", new IntegrationRecord { Definition = Definition(), LastSuccessAt = since }));

        Assert.Equal((TimeSpan.FromMinutes(lag), isLate), (integration.Lag(since.AddMinutes(minutes)), integration.IsLate(since.AddMinutes(minutes))));
    }

    [Fact]
    public void AnIntegrationIsNotLateBecauseItsWindowIsClosed()
    {
        var night = new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.Zero);
        var definition = Definition() with { Window = new SyncWindow("Etc/UTC", new TimeOnly(22, 0), new TimeOnly(6, 0)) };
        var integration = IntegrationLag.Of(new IntegrationRow("a", "i", new IntegrationRecord { Definition = definition, LastSuccessAt = night }));

        Assert.Equal((TimeSpan.FromHours(19), false), (integration.Lag(night.AddHours(19)), integration.IsLate(night.AddHours(19))));
        Assert.True(integration.IsLate(night.AddHours(24).AddMinutes(1)));
    }

    private static IntegrationDefinition Definition() => new()
    {
        Name = "Shop",
        StoreType = "magento",
        DatabaseId = "main",
        Settings = ImmutableDictionary<string, string>.Empty,
        ProtectedSecrets = "",
        StartsAt = default,
        Interval = TimeSpan.FromHours(4),
    };

    private sealed class Index(params FoundIntegration[] all) : IIntegrationIndex
    {
        public IAsyncEnumerable<FoundIntegration> AllAsync(CancellationToken cancellationToken) => all.ToAsyncEnumerable();

        public Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> StoreTypeAsync(IntegrationKey integration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImmutableArray<FeedingIntegration>> OfDatabaseAsync(string account, string databaseId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
