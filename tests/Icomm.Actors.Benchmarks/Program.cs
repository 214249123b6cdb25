using Icomm.Actors.Benchmarks;
using Icomm.Actors.Benchmarks.Refresh;

// How large a database the refresh is measured on, and whether DuckDB and PostgreSQL are measured beside it.
var customers = 1_000_000;
var names = args;
if (Array.IndexOf(args, "--customers") is var option and >= 0)
{
    if (option + 1 == args.Length || !int.TryParse(args[option + 1], out customers) || customers is < 1_000 or > 7_000_000)
    {
        Console.Error.WriteLine("--customers needs a number from 1,000 to 7,000,000.");
        return 2;
    }

    names = [.. args[..option], .. args[(option + 2)..]];
}

var withSql = !names.Contains("--without-sql");
names = [.. names.Where(name => name != "--without-sql")];

var benchmarks = new Dictionary<string, Func<Report, Task>>
{
    ["profile"] = ProfileBenchmark.RunAsync,
    ["calls"] = CallsBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["ingest"] = IngestBenchmark.RunAsync,
    ["http"] = HttpBenchmark.RunAsync,
    ["incremental"] = IncrementalBenchmark.RunAsync,
    ["startup"] = StartupBenchmark.RunAsync,
    ["refresh"] = report => RefreshBenchmark.RunAsync(report, customers, withSql),
};

var chosen = names is [] or ["all"] ? [.. benchmarks.Keys] : names;
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are: {string.Join(", ", benchmarks.Keys)}, all.");
    return 2;
}

var report = new Report();
foreach (var name in chosen)
{
    report.Section(name);
    await benchmarks[name](report);
}

return 0;
