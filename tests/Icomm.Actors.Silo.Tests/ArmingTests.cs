using System.Collections.Immutable;
using System.Reflection;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence;
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
            Double<IIntegrationIndex>((_, _) => Keys(new IntegrationKey("a", "i1"), new IntegrationKey("a", "i2"))),
            Double<IDatabaseStore>((_, _) => Keys(new DatabaseKey("a", "d1"), new DatabaseKey("a", "d2"))),
            Double<IPublicationStore>((_, _) => Keys(new PublicationKey("a", "d1", "p1"))),
            Double<IInboxStore>((_, _) => Keys(new IntegrationKey("a", "i2"))),
            Double<IImportStore>((_, _) => Keys(new ImportKey("a", "i1", "f1"))),
            Grains(calls),
            lifetime,
            TimeProvider.System,
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
            Double<IIntegrationIndex>((_, _) => Keys(new IntegrationKey("a", "broken"), new IntegrationKey("a", "i2"))),
            Double<IDatabaseStore>((_, _) => Keys(new DatabaseKey("a", "broken"), new DatabaseKey("a", "d2"))),
            Double<IPublicationStore>((_, _) => Keys<PublicationKey>()),
            Double<IInboxStore>((_, _) => Keys(new IntegrationKey("a", "broken"))),
            Double<IImportStore>((_, _) => Keys<ImportKey>()),
            Grains(calls),
            lifetime,
            TimeProvider.System,
            NullLogger<Arming>.Instance);
        lifetime.Start();
        await arming.StartAsync(CancellationToken.None);
        await arming.ExecuteTask!.OrFail("arming", "all");
        Assert.Equal(["IDatabaseRefreshGrain a/d2 ScheduleAsync", "IIntegrationGrain a/i2 ArmAsync"], calls.Entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhatCannotBeListedIsAskedForAgain()
    {
        var calls = new Recorder<string>("calls to grains");
        var clock = new ManualTimeProvider();
        var asked = 0;
        using var lifetime = new Lifetime();
        using var arming = new Arming(
            Double<IIntegrationIndex>((_, _) => ++asked == 1 ? Task.FromException<ImmutableArray<IntegrationKey>>(new PersistenceException(PersistenceErrors.StoreBusy, "away")) : Keys(new IntegrationKey("a", "i1"))),
            Double<IDatabaseStore>((_, _) => Keys(new DatabaseKey("a", "d1"))),
            Double<IPublicationStore>((_, _) => Keys<PublicationKey>()),
            Double<IInboxStore>((_, _) => Keys<IntegrationKey>()),
            Double<IImportStore>((_, _) => Keys<ImportKey>()),
            Grains(calls),
            lifetime,
            clock,
            NullLogger<Arming>.Instance);
        lifetime.Start();
        await arming.StartAsync(CancellationToken.None);
        await clock.RunAsync(arming.ExecuteTask!, TimeSpan.FromSeconds(10));
        Assert.Equal(["IDatabaseRefreshGrain a/d1 ScheduleAsync", "IIntegrationGrain a/i1 ArmAsync"], calls.Entries.Order(StringComparer.Ordinal));
    }

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

    private static Task<ImmutableArray<T>> Keys<T>(params ImmutableArray<T> keys) => Task.FromResult(keys);

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
