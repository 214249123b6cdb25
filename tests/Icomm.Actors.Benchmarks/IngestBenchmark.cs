using System.Collections.Immutable;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Benchmarks;

/// <summary>From decoded page to durable profile, beside the same rows written without actors, three times alternating; the medians are compared.</summary>
internal static class IngestBenchmark
{
    private const int Orders = 200_000;
    private const int Rounds = 3;

    public static async Task RunAsync(Report report)
    {
        var pages = PreparedPages.Of(Orders);
        var rows = RawUpserts.RowsOf(pages);
        await ThroughGrainsAsync(PreparedPages.Of(Orders / 20));

        var (grains, raw) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            grains.Add(Orders / (await ThroughGrainsAsync(pages)).TotalSeconds);
            raw.Add(Orders / (await RawUpserts.WriteAsync(rows)).TotalSeconds);
        }

        report.Row("profile writes", rows.Sum(page => page.Length), "rows");
        report.Row("decoded page to durable profile", Median(grains), "orders/s");
        report.Row("the same rows, batched upserts, no actors", Median(raw), "orders/s");
        report.Row("ratio", Median(grains) / Median(raw), "");
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    private static async Task<TimeSpan> ThroughGrainsAsync(ImmutableArray<StorePage> pages)
    {
        using var folder = new BenchmarkFolder();
        await using var silo = await BenchmarkSilo.StartAsync(folder.Path, new PreparedConnector(pages));
        var (_, integration) = await silo.ConnectAsync("prepared", [], "UYU");
        return (await silo.SyncAsync(integration)).Elapsed;
    }
}
