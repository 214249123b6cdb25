using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Operation;

/// <summary>How far each integration is behind, looked up in their rows from time to time: a gauge may not wait for a database.</summary>
internal sealed partial class IntegrationLags : BackgroundService
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Icomm.Actors.Integrations";

    private readonly IIntegrationIndex _integrations;
    private readonly TelemetryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<IntegrationLags> _logger;
    private readonly Meter _meter;
    private ImmutableArray<IntegrationLag> _lags = [];

    public IntegrationLags(IIntegrationIndex integrations, IOptions<TelemetryOptions> options, TimeProvider time, IMeterFactory meters, ILogger<IntegrationLags> logger)
    {
        (_integrations, _options, _time, _logger) = (integrations, options.Value, time, logger);
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "icomm.integration.lag", () => _lags.Select(each => new Measurement<double>(each.Lag(_time.GetUtcNow()).TotalSeconds, new("integration", each.IntegrationId), new("store_type", each.StoreType))),
            "s", "Time since the last successful sync of each integration that is on; since its creation when there was none.");
        _meter.CreateObservableGauge("icomm.integrations.late", () => _lags.Count(each => each.IsLate(_time.GetUtcNow())), "{integration}", "Integrations whose last successful sync is older than two intervals; a closed window is waited for.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.LagInterval, _time);
        do
        {
            try
            {
                await LookUpAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnknown(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        var (lags, unreadable) = (ImmutableArray.CreateBuilder<IntegrationLag>(), 0);
        await foreach (var found in _integrations.AllAsync(cancellationToken))
        {
            if (found.Row is null)
                unreadable++;
            else if (found.Row.Record is { Definition: not null, Pause: null, Deletion: null })
                lags.Add(IntegrationLag.Of(found.Row));
        }

        _lags = lags.ToImmutable();
        if (unreadable > 0)
            LogUnreadable(unreadable);
    }

    [LoggerMessage(4010, LogLevel.Warning, "The integrations' lags could not be looked up; those of before stand.")]
    private partial void LogUnknown(Exception exception);

    [LoggerMessage(4011, LogLevel.Warning, "{Count} integrations can't be read from their rows, and have no lag.")]
    private partial void LogUnreadable(int count);
}
