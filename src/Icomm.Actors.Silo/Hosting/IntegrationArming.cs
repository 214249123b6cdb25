using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Hosting;

/// <summary>
/// Looks after every integration once the silo has started: reminders that were lost come back, runs that were interrupted go on.
/// </summary>
internal sealed partial class IntegrationArming(
    IIntegrationIndex integrations, IGrainFactory grains, IHostApplicationLifetime lifetime, ILogger<IntegrationArming> logger) : BackgroundService
{
    private const int CallsInFlight = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var onStopping = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        await started.Task;

        var bounded = new ParallelOptions { MaxDegreeOfParallelism = CallsInFlight, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(integrations.AllAsync(stoppingToken), bounded, async (row, _) => await ArmAsync(row));
    }

    private async Task ArmAsync(IntegrationRow row)
    {
        var key = new IntegrationKey(row.Account, row.IntegrationId);
        try
        {
            await grains.GetGrain<IIntegrationGrain>(key.ToString()).ArmAsync();
        }
        catch (Exception exception)
        {
            LogNotArmed(exception, key);
        }
    }

    [LoggerMessage(3000, LogLevel.Error, "Integration {Integration} could not be armed; its reminder or the next start will try again.")]
    private partial void LogNotArmed(Exception exception, IntegrationKey integration);
}
