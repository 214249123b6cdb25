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
    ILogger<Arming> logger,
    ISiloDepartures? departures = null) : BackgroundService
{
    private const int CallsInFlight = 16;

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
        await EachAsync(
            "Integration", integrations.AllAsync(stoppingToken), row => new IntegrationKey(row.Account, row.IntegrationId).ToString(), key => grains.GetGrain<IIntegrationGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync(
            "Database", databases.AllAsync(stoppingToken), row => new DatabaseKey(row.Account, row.DatabaseId).ToString(), key => grains.GetGrain<IDatabaseRefreshGrain>(key).ScheduleAsync(), stoppingToken);
        await EachAsync(
            "Publication", publications.AllAsync(stoppingToken), row => row.Key.ToString(), key => grains.GetGrain<IPublicationGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync(
            "Inbox", inboxes.AllAsync(stoppingToken), row => row.Integration.ToString(), key => grains.GetGrain<IInboxGrain>(key).ArmAsync(), stoppingToken);
        await EachAsync(
            "Import", (await imports.OpenAsync(stoppingToken)).ToAsyncEnumerable(), import => import.ToString(), key => grains.GetGrain<IImportGrain>(key).ArmAsync(), stoppingToken);
    }

    private Task EachAsync<TRow>(string kind, IAsyncEnumerable<TRow> rows, Func<TRow, string> keyOf, Func<string, Task> arm, CancellationToken cancellationToken)
    {
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(rows, bounded, async (row, _) =>
        {
            var key = keyOf(row);
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

    [LoggerMessage(4000, LogLevel.Error, "{Kind} {Key} could not be armed; its reminder or the next start will try again.")]
    private partial void LogNotArmed(Exception exception, string kind, string key);

    [LoggerMessage(4001, LogLevel.Information, "Silo {Silo} has left; what it was working on goes on.")]
    private partial void LogDeparted(string silo);
}
