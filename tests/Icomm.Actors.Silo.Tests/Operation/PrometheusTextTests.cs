using System.Diagnostics.Metrics;
using Icomm.Actors.Silo.Operation;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>What a scraper reads.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"test.{Guid.NewGuid():N}");
    private readonly PrometheusExporter _exporter = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() => _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name)
        .AddView("wait", new ExplicitBucketHistogramConfiguration { Boundaries = [0.5, 2] })
        .AddReader(new BaseExportingMetricReader(_exporter)).Build();

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_sum_that_only_grows_is_a_total()
    {
        _meter.CreateCounter<long>("shop.runs", "{run}", "Runs\nthat \\ ended.").Add(3, new("store_type", "a\"b\\c\nd"), new("the-outcome", null));

        Assert.Equal(
            """
            # HELP shop_runs_total Runs\nthat \\ ended.
            # TYPE shop_runs_total counter
            shop_runs_total{store_type="a\"b\\c\nd",the_outcome=""} 3

            """,
            _exporter.Scrape());
    }

    [Fact]
    public void What_falls_again_is_a_gauge_in_its_unit()
    {
        _meter.CreateUpDownCounter<int>("shop.open").Add(-2);
        _meter.CreateObservableGauge("shop.lag", () => 1.5, "s");

        var text = _exporter.Scrape();

        Assert.Contains("# TYPE shop_open gauge\nshop_open -2\n", text);
        Assert.Contains("# TYPE shop_lag_seconds gauge\nshop_lag_seconds 1.5\n", text);
    }

    [Fact]
    public void Buckets_add_up()
    {
        var wait = _meter.CreateHistogram<double>("wait", "s", "Waits.");
        foreach (var seconds in new[] { 0.25, 1, 1, 8 })
            wait.Record(seconds, new KeyValuePair<string, object?>("of", "x"));

        Assert.Equal(
            """
            # HELP wait_seconds Waits.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{of="x",le="0.5"} 1
            wait_seconds_bucket{of="x",le="2"} 3
            wait_seconds_bucket{of="x",le="+Inf"} 4
            wait_seconds_sum{of="x"} 10.25
            wait_seconds_count{of="x"} 4

            """,
            _exporter.Scrape());
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("icomm.store.answer.size", "By", true, "icomm_store_answer_size_bytes_total")]
    [InlineData("jobs.total", "{job}", true, "jobs_total")]
    [InlineData("cache.hit", "1", false, "cache_hit_ratio")]
    [InlineData("age_seconds", "s", false, "age_seconds")]
    public void Names_are_as_the_specification_has_them(string name, string unit, bool isCounter, string expected) => Assert.Equal(expected, PrometheusText.NameOf(name, unit, isCounter));
}
