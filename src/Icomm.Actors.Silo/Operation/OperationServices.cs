using Icomm.Actors.Silo.Access;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Operation;

/// <summary>What operators are given: health, measurements, the view over all accounts, an orderly end.</summary>
internal static class OperationServices
{
    private const string Metrics = "/metrics";

    public static void AddOperation(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section)
            .Validate(options => options.IsValid(), "Telemetry: OtlpEndpoint must be an http or https address, MetricsPort a port, LagInterval between 1 second and 1 hour.").ValidateOnStart();
        services.AddOptions<StopOptions>().BindConfiguration(StopOptions.Section)
            .Validate(options => options.IsValid(), "Operation: DrainDelay must be between 0 and 5 minutes, StopWithin between 1 second and 10 minutes.").ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<StopOptions>>((host, stop) => host.ShutdownTimeout = stop.Value.DrainDelay + stop.Value.StopWithin);
        services.AddHostedService<Drain>();
        services.AddSingleton<PrometheusExporter>();
        services.AddHostedService<Telemetry>();
        services.AddHostedService<IntegrationLags>();
        services.AddSingleton<OperatorView>();
        services.AddHealthChecks().AddCheck<StartupHealth>("startup", tags: [HealthEndpoints.Startup, HealthEndpoints.Ready]).AddCheck<StorageHealth>("storage", tags: [HealthEndpoints.Ready]);
    }

    public static void MapOperation(this WebApplication app)
    {
        app.MapHealth();
        app.MapGet(Metrics, (PrometheusExporter exporter) => TypedResults.Text(exporter.Scrape(), PrometheusText.ContentType)).RequireAuthorization(Scopes.Operate).DisableRateLimiting().ExcludeFromDescription();
    }

    /// <summary>At the port for scrapers nothing needs a key, and there is nothing but measurements and health.</summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.MetricsPort is not { } port)
            return;
        app.Use(async (context, next) =>
        {
            if (context.Connection.LocalPort != port || context.Request.Path.StartsWithSegments(HealthEndpoints.Path, StringComparison.Ordinal))
                await next(context);
            else if (context.Request.Path == Metrics)
                await TypedResults.Text(context.RequestServices.GetRequiredService<PrometheusExporter>().Scrape(), PrometheusText.ContentType).ExecuteAsync(context);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }
}
