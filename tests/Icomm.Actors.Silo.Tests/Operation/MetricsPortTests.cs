using System.Net;
using Icomm.Actors.Silo.Operation;
using Icomm.Actors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>A port for scrapers opens nothing else.</summary>
public sealed class MetricsPortTests
{
    [Theory]
    [InlineData("/metrics", HttpStatusCode.OK, HttpStatusCode.NotFound)]
    [InlineData("/health/live", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("/api/v1/databases", HttpStatusCode.NotFound, HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.NotFound, HttpStatusCode.OK)]
    public async Task Nothing_but_measurements_and_health_is_there(string path, HttpStatusCode atThePort, HttpStatusCode elsewhere)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0", $"http://127.0.0.1:{port}");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder().AddReader(new BaseExportingMetricReader(exporter)).Build();
        builder.Services.AddSingleton(exporter);
        builder.Services.Configure<TelemetryOptions>(options => options.MetricsPort = port);
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();
        app.UseMetricsPort();
        app.MapHealth();
        app.MapGet("/", () => "page");
        app.MapGet("/api/v1/databases", () => "list");
        await app.StartAsync();
        using var http = new HttpClient();

        foreach (var url in app.Urls)
        {
            using var answer = await http.GetAsync(new Uri(new Uri(url), path));
            Assert.Equal(new Uri(url).Port == port ? atThePort : elsewhere, answer.StatusCode);
        }
    }
}
