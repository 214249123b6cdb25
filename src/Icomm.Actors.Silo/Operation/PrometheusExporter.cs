using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Icomm.Actors.Silo.Operation;

/// <summary>Gives the measurements at the moment they are asked for, as Prometheus reads them.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _scraping = new();
    private string _text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <exception cref="InvalidOperationException">Nothing is collected yet, or no more.</exception>
    public string Scrape()
    {
        lock (_scraping)
        {
            if (Collect?.Invoke(Timeout.Infinite) is not true)
                throw new InvalidOperationException("Measurements are not collected at this moment.");
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (var metric in batch)
            text.Write(metric);
        _text = text.ToString();
        return ExportResult.Success;
    }
}
