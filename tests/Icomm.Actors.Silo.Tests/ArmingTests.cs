using System.Collections.Immutable;
using System.Reflection;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A silo that starts looks after everything that may have been interrupted.</summary>
public sealed class ArmingTests
{
    [Fact]
    public async Task EverythingThatMayHaveBeenInterruptedIsArmedOnceTheSiloHasStarted()
    {
        var calls = new Recorder<string>("calls to grains");
        using var lifetime = new Lifetime();
        using var arming = new Arming(
            Double<IIntegrationIndex>((_, _) => Rows(new IntegrationRow("a", "i1", new IntegrationRecord()), new IntegrationRow("a", "i2", new IntegrationRecord()))),
            Double<IDatabaseStore>((_, _) => Rows(Database("d1"), Database("d2"))),
            Double<IPublicationStore>((_, _) => Rows(new PublicationRow(new PublicationKey("a", "d1", "p1"), new PublicationRecord()))),
            Double<IInboxStore>((_, _) => Rows(new InboxRow(new IntegrationKey("a", "i2"), 1, 100, null, new InboxRecord()))),
            Double<IImportStore>((_, _) => Task.FromResult(ImmutableArray.Create(new ImportKey("a", "i1", "f1")))),
            Grains(calls),
            lifetime,
            NullLogger<Arming>.Instance);
        await arming.StartAsync(CancellationToken.None);
        Assert.Empty(calls.Entries);
        lifetime.Start();
        await arming.ExecuteTask!.OrFail("arming", "all");
        Assert.Equal(
            ["IDatabaseRefreshGrain a/d1 ScheduleAsync", "IDatabaseRefreshGrain a/d2 ScheduleAsync", "IImportGrain a/i1/f1 ArmAsync", "IInboxGrain a/i2 ArmAsync", "IIntegrationGrain a/i1 ArmAsync", "IIntegrationGrain a/i2 ArmAsync", "IPublicationGrain a/d1/p1 ArmAsync"],
            calls.Entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OneThatFailsKeepsNobodyElseFromBeingArmed()
    {
        var calls = new Recorder<string>("calls to grains");
        using var lifetime = new Lifetime();
        using var arming = new Arming(
            Double<IIntegrationIndex>((_, _) => Rows(new IntegrationRow("a", "broken", new IntegrationRecord()), new IntegrationRow("a", "i2", new IntegrationRecord()))),
            Double<IDatabaseStore>((_, _) => Rows(Database("broken"), Database("d2"))),
            Double<IPublicationStore>((_, _) => Rows<PublicationRow>()),
            Double<IInboxStore>((_, _) => Rows(new InboxRow(new IntegrationKey("a", "broken"), 1, 100, null, new InboxRecord()))),
            Double<IImportStore>((_, _) => Task.FromResult(ImmutableArray<ImportKey>.Empty)),
            Grains(calls),
            lifetime,
            NullLogger<Arming>.Instance);
        lifetime.Start();
        await arming.StartAsync(CancellationToken.None);
        await arming.ExecuteTask!.OrFail("arming", "all");
        Assert.Equal(["IDatabaseRefreshGrain a/d2 ScheduleAsync", "IIntegrationGrain a/i2 ArmAsync"], calls.Entries.Order(StringComparer.Ordinal));
    }

    private static DatabaseRow Database(string id) => new("a", id, id, new DatabaseSettings { TimeZone = "Etc/UTC", Currency = "UYU" }, DateTimeOffset.UnixEpoch);

    private static IGrainFactory Grains(Recorder<string> calls) => Double<IGrainFactory>((method, arguments) =>
    {
        var grain = method.GetGenericArguments().Single();
        var key = (string)arguments[0]!;
        return Double(grain, (called, _) =>
        {
            if (key.EndsWith("broken", StringComparison.Ordinal))
                throw new TimeoutException();
            calls.Add($"{grain.Name} {key} {called.Name}");
            return Task.CompletedTask;
        });
    });

    private static async IAsyncEnumerable<T> Rows<T>(params T[] rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows)
            yield return row;
    }

    private static T Double<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class => (T)Double(typeof(T), answer);

    private static object Double(Type type, Func<MethodInfo, object?[], object?> answer)
    {
        var made = DispatchProxy.Create(type, typeof(Answering));
        ((Answering)made).Answer = answer;
        return made;
    }

    /// <summary>Must be open to be derived from.</summary>
    public class Answering : DispatchProxy
    {
        internal Func<MethodInfo, object?[], object?> Answer { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args!);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication() => throw new NotSupportedException();

        public void Dispose() => _started.Dispose();
    }
}
