using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Grains.Integrations;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Icomm.Actors.Silo.Operation;

/// <summary>
/// Collects what the meters of this process measure: for <see cref="PrometheusExporter"/> always, for an OTLP collector when one is named, and then traces too. Only sources that carry neither
/// tenants nor persons are listened to: the HTTP client's own would name every shop's host.
/// </summary>
internal sealed class Telemetry : IHostedService, IDisposable
{
    private static readonly string[] Meters = ["Icomm.Actors.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "System.Runtime"];

    private static readonly string[] Sources = [SyncMetrics.Name, ConnectorMetrics.MeterName];

    /// <summary>Seconds: from a commit to the time in which a large shop is first read.</summary>
    private static readonly double[] Boundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 28_800];

    /// <summary>Milliseconds for which a collector that does not answer may hold up the end of the host.</summary>
    private const int LastWait = 5_000;

    private readonly PrometheusExporter _scraped;
    private readonly TelemetryOptions _options;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Telemetry(PrometheusExporter scraped, IOptions<TelemetryOptions> options) => (_scraped, _options) = (scraped, options.Value);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("icomm-actors", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(), serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}");
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddView(View).AddReader(_ => new BaseExportingMetricReader(_scraped));
        if (_options.OtlpEndpoint is { } endpoint)
        {
            metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint);
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build();
        }

        _metrics = metrics.Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _metrics?.ForceFlush(LastWait);
        _traces?.ForceFlush(LastWait);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private static MetricStreamConfiguration? View(System.Diagnostics.Metrics.Instrument instrument) =>
        instrument.Unit == "s" && instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal) ? new ExplicitBucketHistogramConfiguration { Boundaries = Boundaries } : null;
}
