using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Persistence.MasterData;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>
/// The daily refresh of a large database: the first one, the one of the day after, and the first one's indicators computed from an orders table by SQL in DuckDB and PostgreSQL. On a sample all
/// must agree, value by value, or the figures mean nothing.
/// </summary>
internal static class RefreshBenchmark
{
    private const int SampleSize = 1_000;

    public static async Task RunAsync(Report report, int customers, bool withSql)
    {
        var shop = new RefreshShop(customers);
        report.Row("customers", customers, "");
        report.Row("orders of three lines", shop.Orders, "");
        var sample = Enumerable.Range(0, SampleSize).Select(i => (int)((long)i * customers / SampleSize)).ToImmutableArray();
        var truth = await RefreshProductAsync(report, shop, sample);
        if (!withSql)
            return;

        using var tables = new BenchmarkFolder();
        await RefreshTables.WriteAsync(shop, tables.Path);
        foreach (var run in new[] { DuckDb.RunAsync, PostgreSql.RunAsync })
        {
            if (await run(tables.Path, sample, report.Note) is { } figures)
                Report(report, figures, Compare(figures, shop, sample, truth));
        }
    }

    private static void Report(Report report, SqlFigures figures, int compared)
    {
        foreach (var (stage, milliseconds) in figures.Stages)
            report.Row($"{figures.Database}: {stage}", milliseconds / 1000, "s");
        report.Row($"{figures.Database}: all", figures.Total / 1000, "s");
        if (figures.ProcessorSeconds is { } processor)
            report.Row($"{figures.Database}: processor time", processor, "s");
        if (figures.MemoryMegabytes is { } memory)
            report.Row($"{figures.Database}: peak memory", memory, "MB");
        report.Row($"{figures.Database}: values of {SampleSize:N0} customers equal to the product's", compared, "");
    }

    /// <returns>The sample as the first refresh left it.</returns>
    private static async Task<ImmutableArray<SortedDictionary<string, string>>> RefreshProductAsync(Report report, RefreshShop shop, ImmutableArray<int> sample)
    {
        using var folder = new BenchmarkFolder();
        string database;
        await using (var silo = await FillingSiloAsync(folder.Path))
        {
            // Far from now, so that the clock starts no refresh of its own.
            var refreshAt = TimeProvider.System.GetUtcNow().AddHours(12).ToString("HH:mm");
            database = await silo.CreateDatabaseAsync(new { name = "Refresh", timeZone = RefreshShop.TimeZone, currency = RefreshShop.Currency, refreshAt });
            await ProfileFill.WriteAllAsync(silo, database, shop);
        }

        var first = await MeasureAsync("first refresh", folder.Path, RefreshShop.AsOf);
        var file = new FileInfo(Path.Combine(folder.Path, "icomm.db"));
        report.Row("size of the database file", file.Length / 1_000_000.0, "MB");
        ImmutableArray<SortedDictionary<string, string>> seen;
        await using (var silo = await FillingSiloAsync(folder.Path))
        {
            seen = await ReadSampleAsync(silo, database, shop, sample);
            await ProfileFill.AddNextDayAsync(silo, database, shop);
        }

        var next = await MeasureAsync("next day, 1% of the customers bought again", folder.Path, RefreshShop.AsOf.AddDays(1));
        report.Row("next day's refresh, of the first", 100 * (next / first), "% (aim: under 5%)");
        return seen;

        async Task<TimeSpan> MeasureAsync(string what, string dataFolder, DateOnly asOf)
        {
            await using var silo = await RefreshedSilo.StartAsync(dataFolder);
            var before = silo.Processor;
            var figures = await silo.RefreshAsync(database, asOf);
            var processor = silo.Processor - before;
            if (figures.Profiles != shop.Customers)
                throw new InvalidOperationException($"The refresh saw {figures.Profiles} profiles of {shop.Customers}.");
            report.Row(what, figures.Elapsed.TotalSeconds, "s");
            foreach (var (stage, elapsed) in figures.Stages)
                report.Row($"{what}: {stage}", elapsed.TotalSeconds, "s");
            report.Row($"{what}: processor time", processor.TotalSeconds, "s");
            report.Row($"{what}: customers evaluated again", figures.Evaluated, "");
            report.Row($"{what}: customers with other scores or another segment", figures.Rescored, "");
            report.Row($"{what}: customers a second", figures.Profiles / figures.Elapsed.TotalSeconds, "/s");
            if (silo.PeakMegabytes is { } peak)
                report.Row($"{what}: peak memory of the silo's process", peak, "MB (aim: under 512)");
            return figures.Elapsed;
        }
    }

    /// <summary>Filling need not wait for the disk.</summary>
    private static Task<BenchmarkSilo> FillingSiloAsync(string folder) => BenchmarkSilo.StartAsync(folder, ["--Persistence:Durability=ProcessCrash"]);

    private static async Task<ImmutableArray<SortedDictionary<string, string>>> ReadSampleAsync(BenchmarkSilo silo, string database, RefreshShop shop, ImmutableArray<int> sample)
    {
        var queries = silo.Services.GetRequiredService<IMasterDataQueries>();
        var rows = ImmutableArray.CreateBuilder<SortedDictionary<string, string>>(sample.Length);
        foreach (var customer in sample)
        {
            var key = ProfileFill.KeyOf(database, customer);
            var row = await queries.FindAsync(key.Account, key.Database, key.ProfileId, CancellationToken.None)
                ?? throw new InvalidOperationException($"The refresh has not seen customer {customer}.");
            rows.Add(SampleRow.Of(row, new NameOrder(shop.OrdersOf(customer))));
        }

        return rows.MoveToImmutable();
    }

    /// <returns>How many values agree: all, or it throws.</returns>
    private static int Compare(SqlFigures figures, RefreshShop shop, ImmutableArray<int> sample, ImmutableArray<SortedDictionary<string, string>> product)
    {
        var lines = File.ReadAllLines(figures.SampleFile);
        if (lines.Length != sample.Length)
            throw new InvalidOperationException($"{figures.Database} has {lines.Length} of {sample.Length} customers.");
        var compared = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var row = JsonDocument.Parse(lines[i]).RootElement;
            var sql = SampleRow.Of(row, new NameOrder(shop.OrdersOf(sample[i])));
            foreach (var name in sql.Keys.Union(product[i].Keys))
            {
                var (expected, actual) = (sql.GetValueOrDefault(name), product[i].GetValueOrDefault(name));
                if (row.GetProperty("customer_id").GetInt32() != sample[i] || expected != actual)
                    throw new InvalidOperationException($"Customer {sample[i]}, {name}: {figures.Database} says '{expected}', the product '{actual}'.");
                compared++;
            }
        }

        return compared;
    }
}
