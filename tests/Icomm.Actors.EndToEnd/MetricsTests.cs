using System.Net;
using System.Text.RegularExpressions;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd;

/// <summary>What a scraper finds at a silo that has worked.</summary>
public sealed partial class MetricsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task RunsWritesAndLagsAreMeasuredAndNobodyIsNamed()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new GeneratedSource { Seed = 21, Customers = 40, Orders = 200, Products = 20 });
        await using var silo = await SiloProcess.StartAsync(folder.Path, "--Telemetry:LagInterval=00:00:01");
        var integration = await Integration.CreateAsync(silo, shop);
        await integration.SyncWellAsync();

        var lag = $"icomm_integration_lag_seconds{{integration=\"{integration.Id}\",store_type=\"magento\"}} ";
        var text = await Wait.UntilAsync("scrape", integration.Id, "measured", Limit, ScrapeAsync, text => text.Contains(lag, StringComparison.Ordinal), text => text);

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.Contains("icomm_sync_runs_total{outcome=\"Succeeded\",problem=\"\",store_type=\"magento\"} 1", lines);
        Assert.Contains("icomm_sync_records_total{became=\"new\",store_type=\"magento\"} ", text);
        Assert.All(
            new[] { "icomm_sync_run_duration_seconds_bucket", "icomm_store_request_duration_seconds_count", "icomm_persistence_write_batch_count", "icomm_profile_activations_total", "icomm_profile_active", "icomm_integrations_late", "http_server_request_duration_seconds_count" },
            name => Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain("@", text);
        Assert.DoesNotContain($":{shop.Shop.BaseUrl.Port}", text);

        async Task<string> ScrapeAsync()
        {
            var answer = await silo.Api.GetAsync("/metrics");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return answer.Text;
        }
    }

    /// <summary>A comment, or name, labels and value.</summary>
    [GeneratedRegex("""^(# (HELP [a-z_0-9]+ .*|TYPE [a-z_0-9]+ (counter|gauge|histogram))|[a-z_][a-z_0-9]*(\{([a-zA-Z_][a-zA-Z_0-9]*="([^"\\]|\\["\\n])*"(,|(?=\})))+\})? ([-+]?[0-9.eE+-]+|\+Inf|NaN))$""")]
    private static partial Regex Line();
}
