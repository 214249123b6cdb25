using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Benchmarks;

/// <summary>
/// A historical file of Fenicio's 86 columns, uploaded over HTTP until all of it is staged, beside CsvHelper reading the very same stream and keeping nothing; and a smaller file from its upload to
/// the last durable profile.
/// </summary>
internal static class ImportBenchmark
{
    private const int AppliedOrders = 30_000;

    private static readonly FenicioCsvOptions Options = new();

    public static async Task RunAsync(Report report, int megabytes)
    {
        var shop = new GeneratedSource { Orders = AppliedOrders, Customers = AppliedOrders / 5 }.Build(TimeProvider.System);
        var whole = FenicioCsv.Write(shop, Options);
        var header = whole.AsSpan().IndexOf("\n"u8) + 1;
        var (beginning, block) = (whole[..header], whole[header..]);

        // The runtime compiles hot code again and again at first: what is shown is the state after that.
        await ReceiveAsync(Repeat(beginning, block, 50_000_000));
        await ReadAsync(Repeat(beginning, block, 50_000_000));
        GC.Collect();
        report.Row("file", megabytes, "MB");
        report.Row("memory before", Environment.WorkingSet / 1e6, "MB");

        var bytes = megabytes * 1_000_000L;
        var read = await ReadAsync(Repeat(beginning, block, bytes));
        var received = await ReceiveAsync(Repeat(beginning, block, bytes));
        report.Row("rows", received.Rows, "");
        report.Row("uploaded, checked and staged", received.RowsPerSecond, "rows/s");
        report.Row("… peak memory, sender included", received.Megabytes, "MB");
        report.Row("CsvHelper, every field as text, nothing kept", read.RowsPerSecond, "rows/s");
        report.Row("… peak memory", read.Megabytes, "MB");
        report.Row("ratio", received.RowsPerSecond / read.RowsPerSecond, "");

        report.Row("orders from the upload's beginning to the last durable profile", await ApplyAsync(whole), "orders/s");
    }

    /// <summary>The beginning, then one block again and again, up to a number of bytes and the end of a block.</summary>
    private static ChunkStream Repeat(byte[] beginning, byte[] block, long bytes) =>
        new(Enumerable.Repeat(block, (int)Math.Ceiling((bytes - beginning.Length) / (double)block.Length)).Prepend(beginning));

    private static async Task<Figures> ReadAsync(Stream file)
    {
        await using var peak = new PeakMemory();
        var started = Stopwatch.GetTimestamp();
        using var csv = new CsvReader(new StreamReader(file), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = $"{Options.Delimiter}" });
        await csv.ReadAsync();
        csv.ReadHeader();
        var (rows, fields) = (0L, 0L);
        while (await csv.ReadAsync())
        {
            rows++;
            fields += csv.Parser.Record!.Length;
        }

        return fields == rows * csv.HeaderRecord!.Length ? new Figures(rows, Stopwatch.GetElapsedTime(started), peak.Megabytes) : throw new InvalidOperationException("Rows have other fields than the header.");
    }

    /// <summary>Until it is staged; then it is cancelled.</summary>
    private static async Task<Figures> ReceiveAsync(Stream file)
    {
        using var folder = new BenchmarkFolder();
        await using var silo = await StartAsync(folder);
        var (_, integration) = await silo.ConnectAsync("fenicio", [], "UYU");
        await using var peak = new PeakMemory();
        var started = Stopwatch.GetTimestamp();
        var import = await silo.UploadAsync(integration, file);
        var figures = new Figures(import.GetProperty("linesRead").GetInt64(), Stopwatch.GetElapsedTime(started), peak.Megabytes);
        await silo.CancelImportAsync(integration, import);
        return figures;
    }

    private static async Task<double> ApplyAsync(byte[] file)
    {
        using var folder = new BenchmarkFolder();
        await using var silo = await StartAsync(folder);
        var (_, integration) = await silo.ConnectAsync("fenicio", [], "UYU");
        var import = await silo.EndOfImportAsync(integration, await silo.UploadAsync(integration, new MemoryStream(file)));
        return import.GetProperty("applied").GetProperty("new").GetInt64() / (import.GetProperty("endedAt").GetDateTimeOffset() - import.GetProperty("startedAt").GetDateTimeOffset()).TotalSeconds;
    }

    private static Task<BenchmarkSilo> StartAsync(BenchmarkFolder folder) => BenchmarkSilo.StartAsync(folder.Path, ["--Import:MaxFileBytes=20000000000"]);

    private readonly record struct Figures(long Rows, TimeSpan Elapsed, double Megabytes)
    {
        public double RowsPerSecond => Rows / Elapsed.TotalSeconds;
    }
}
