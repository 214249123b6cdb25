using Icomm.Actors.Benchmarks;

var benchmarks = new Dictionary<string, Func<Report, Task>>
{
    ["profile"] = ProfileBenchmark.RunAsync,
    ["calls"] = CallsBenchmark.RunAsync,
    ["memory"] = MemoryBenchmark.RunAsync,
    ["ingest"] = IngestBenchmark.RunAsync,
    ["http"] = HttpBenchmark.RunAsync,
    ["incremental"] = IncrementalBenchmark.RunAsync,
    ["startup"] = StartupBenchmark.RunAsync,
};

var chosen = args is [] or ["all"] ? [.. benchmarks.Keys] : args;
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
