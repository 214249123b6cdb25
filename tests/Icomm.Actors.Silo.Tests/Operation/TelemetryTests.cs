using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Silo.Operation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>What is sent to a collector.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_is_sent_measurements_and_traces()
    {
        var received = new ConcurrentDictionary<string, long>();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        collector.MapPost("/opentelemetry.proto.collector.{service}/Export", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate($"{context.Request.RouteValues["service"]}", body.Length, (_, sum) => sum + body.Length);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await collector.StartAsync();

        using var telemetry = new Telemetry(new PrometheusExporter(), Options.Create(new TelemetryOptions { OtlpEndpoint = new Uri(collector.Urls.Single()) }));
        await telemetry.StartAsync(CancellationToken.None);
        using (var source = new ActivitySource(SyncMetrics.Name))
        using (var activity = source.StartActivity("sync run"))
            Assert.NotNull(activity);
        await telemetry.StopAsync(CancellationToken.None);

        Assert.Equal(["metrics.v1.MetricsService", "trace.v1.TraceService"], received.Keys.Order());
        Assert.All(received.Values, bytes => Assert.NotEqual(0, bytes));
    }

    [Theory]
    [InlineData("ftp://collector", null, "00:01:00", false)]
    [InlineData("http://collector:4317", 9464, "00:01:00", true)]
    [InlineData(null, 0, "00:01:00", false)]
    [InlineData(null, 70_000, "00:01:00", false)]
    [InlineData(null, null, "00:00:00.5", false)]
    [InlineData(null, null, "02:00:00", false)]
    public void Settings_are_checked(string? endpoint, int? port, string interval, bool isValid) => Assert.Equal(
        isValid, new TelemetryOptions { OtlpEndpoint = endpoint is null ? null : new Uri(endpoint), MetricsPort = port, LagInterval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture) }.IsValid());
}
