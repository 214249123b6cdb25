using System.Net;
using System.Text.RegularExpressions;
using Icomm.Actors.Silo.Tests.Access;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>What the running host measures.</summary>
[Collection(SiloCollection.Name)]
public sealed partial class MetricsTests(RunningSilo silo)
{
    [Fact]
    public async Task RunsWritesAndLagsAreMeasured()
    {
        var database = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var integration = (await silo.Http.ReadAllAsync("/api/v1/integrations")).Single(each => each.GetProperty("databaseId").GetString() == database).Id();

        var text = await Eventually.IsAsync(
            "scrape", integration, "its lag", () => silo.Http.GetStringAsync("/metrics"), text => text.Contains($"icomm_integration_lag_seconds{{integration=\"{integration}\",store_type=\"scripted\"}}", StringComparison.Ordinal));

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.Contains(lines, line => line.StartsWith("icomm_sync_runs_total{outcome=\"Succeeded\",problem=\"\",store_type=\"scripted\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("icomm_sync_records_total{became=\"new\",store_type=\"scripted\"} ", StringComparison.Ordinal));
        Assert.All(
            new[] { "icomm_sync_run_duration_seconds_bucket", "icomm_persistence_write_batch_count", "icomm_profile_activations_total", "icomm_profile_active", "icomm_integrations_late", "http_server_request_duration_seconds_count" },
            name => Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain("@", text);
    }

    [Fact]
    public async Task OnlyOperatorsSeeThem()
    {
        using var stranger = silo.Client(key: null);
        await stranger.RefusedAsync(HttpMethod.Get, "/metrics", HttpStatusCode.Unauthorized, "key_missing");
        using var reader = await silo.ClientAsync(null, "read", "write");
        await reader.RefusedAsync(HttpMethod.Get, "/metrics", HttpStatusCode.Forbidden, "scope_missing");
    }

    /// <summary>A comment, or name, labels and value.</summary>
    [GeneratedRegex("""^(# (HELP [a-z_0-9]+ .*|TYPE [a-z_0-9]+ (counter|gauge|histogram))|[a-z_][a-z_0-9]*(\{([a-z_0-9]+="([^"\\]|\\["\\n])*"(,|(?=\})))+\})? ([-+]?[0-9.eE+-]+|\+Inf|NaN))$""")]
    private static partial Regex Line();
}
