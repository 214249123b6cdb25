using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Silo.Cluster;

namespace Icomm.Actors.Silo.Hosting;

/// <summary>
/// Looks after every integration, database, publication, inbox and import once the silo has started, and again when another silo has left: reminders that were lost come back, and runs, refreshes,
/// publications and imports that were interrupted go on.
/// </summary>
internal sealed partial class Arming(
    IIntegrationIndex integrations,
    IDatabaseStore databases,
    IPublicationStore publications,
    IInboxStore inboxes,
    IImportStore imports,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<Arming> logger,
    ISiloDepartures? departures = null) : BackgroundService
{
    private const int CallsInFlight = 16;

    private static readonly TimeSpan PauseInTrouble = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var onStopping = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        await started.Task;

        await ArmAllAsync(stoppingToken);
        if (departures is null)
            return;
        await foreach (var silo in departures.ReadAsync(stoppingToken))
        {
            LogDeparted(silo);
            await ArmAllAsync(stoppingToken);
        }
    }

    private async Task ArmAllAsync(CancellationToken stoppingToken)
    {
        // Databases before publications: a refresh that goes on starts its publications itself.
        await EachAsync("Integration", integrations.KeysAsync, key => grains.GetGrain<IIntegrationGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync("Database", databases.KeysAsync, key => grains.GetGrain<IDatabaseRefreshGrain>(key).ScheduleAsync(), stoppingToken);
        await EachAsync("Publication", publications.KeysAsync, key => grains.GetGrain<IPublicationGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync("Inbox", inboxes.KeysAsync, key => grains.GetGrain<IInboxGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync("Import", imports.OpenAsync, key => grains.GetGrain<IImportGrain>(key).ArmAsync(), stoppingToken);
    }

    private async Task EachAsync<TKey>(string kind, Func<CancellationToken, Task<ImmutableArray<TKey>>> list, Func<string, Task> arm, CancellationToken cancellationToken)
        where TKey : struct
    {
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await ListAsync(kind, list, cancellationToken), bounded, async (listed, _) =>
        {
            var key = listed.ToString()!;
            try
            {
                await arm(key);
            }
            catch (Exception exception)
            {
                LogNotArmed(exception, kind, key);
            }
        });
    }

    /// <summary>Asks for as long as the store is away: nothing else would look after what is to be armed before its reminder ticks.</summary>
    private async Task<ImmutableArray<TKey>> ListAsync<TKey>(string kind, Func<CancellationToken, Task<ImmutableArray<TKey>>> list, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await list(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotListed(exception, kind);
                await Task.Delay(PauseInTrouble, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(4000, LogLevel.Error, "{Kind} {Key} could not be armed; its reminder or the next start will try again.")]
    private partial void LogNotArmed(Exception exception, string kind, string key);

    [LoggerMessage(4001, LogLevel.Information, "Silo {Silo} has left; what it was working on goes on.")]
    private partial void LogDeparted(string silo);

    [LoggerMessage(4002, LogLevel.Error, "{Kind} keys could not be listed, to be armed; they are asked for again.")]
    private partial void LogNotListed(Exception exception, string kind);
}
