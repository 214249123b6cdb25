using Icomm.Actors.Benchmarks;
using Icomm.Actors.Benchmarks.Load;
using Icomm.Actors.Benchmarks.Refresh;

// What the benchmark "load" starts as a process of its own.
if (args is [BareEndpoint.Verb, var file, var url])
    return await BareEndpoint.ServeAsync(file, url);

// What the trial "throughput" starts.
if (args is [PreparedSilo.Verb, var orders, .. var settings])
    return await PreparedSilo.ServeAsync(orders, settings);
if (args is [RawPostgres.Verb, var ofEach, var shops])
    return await RawPostgres.MeasureAsync(ofEach, shops);

// How large a database the refresh is measured on, how large a file the import, and whether DuckDB and PostgreSQL are measured beside the refresh.
var names = args;
if (Number("--customers", 1_000_000, 1_000, 7_000_000) is not { } customers || Number("--megabytes", 1_000, 10, 10_000) is not { } megabytes)
    return 2;

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
    ["import"] = report => ImportBenchmark.RunAsync(report, megabytes),
    ["load"] = LoadBenchmark.RunAsync,
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

int? Number(string option, int usual, int least, int most)
{
    if (Array.IndexOf(names, option) is not (>= 0 and var at))
        return usual;
    if (at + 1 == names.Length || !int.TryParse(names[at + 1], out var number) || number < least || number > most)
    {
        Console.Error.WriteLine($"{option} needs a number from {least:N0} to {most:N0}.");
        return null;
    }

    names = [.. names[..at], .. names[(at + 2)..]];
    return number;
}
