namespace Icomm.Actors.Silo.Operation;

/// <summary>Where measurements and traces go. They are collected in any case and can be scraped; see docs/operation.md.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Collector that takes OTLP over gRPC, as <c>http://collector:4317</c>; null for none.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>A port among Urls at which <c>/metrics</c> and <c>/health</c> answer without a key, and nothing else answers: for scrapers inside a cluster. Null for none.</summary>
    public int? MetricsPort { get; set; }

    /// <summary>How often the integrations' lags are looked up: 1 s to 1 h.</summary>
    public TimeSpan LagInterval { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsValid() =>
        OtlpEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
        && MetricsPort is null or (> 0 and <= ushort.MaxValue)
        && LagInterval >= TimeSpan.FromSeconds(1) && LagInterval <= TimeSpan.FromHours(1);
}
