using System.Globalization;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Throughput;

/// <summary>
/// Orders a second, from decoded page to durable profile, with one silo and with more on the same machine, beside the same rows written without actors in batches and one by one. Each has a server of its own:
/// what one has written is vacuumed while the next is measured.
/// </summary>
internal static class ThroughputTrial
{
    private const int Integrations = 6;
    private const double AimOfOneSilo = 20_000;
    private const double AimOfRaw = .5;
    private const double MostLost = 1.0 / 3;

    private const int FewestRunsPerSilo = 3;
    private const int MostRunsPerSilo = 8;
    private const double WorthAnother = 1.05;

    private static readonly TimeSpan RawLimit = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(TrialOptions options, TrialTable table)
    {
        table.Row("integrations, each with a database of its own", Integrations);
        table.Row("orders of each", options.Orders);
        var (batched, single) = await RawAsync(options);
        table.Row("the same rows in batched upserts, no actors", batched, "rows/s");
        table.Row("one write an order, no actors", single, "rows/s");

        var figures = new List<double>();
        for (var silos = 1; silos <= options.Silos; silos++)
        {
            await using var server = await PostgresServer.StartAsync();
            await using var cluster = await StartAsync(options with { Silos = silos }, server);
            var sync = new PreparedSync(cluster.Api, Integrations, options.Orders);

            var runs = await WarmAsync(sync.RunAsync, silos);
            figures.Add(runs.Max());
            table.Row($"{silos} silos: orders a second, the best of {string.Join(" / ", runs.Select(run => run.ToString("N0", CultureInfo.InvariantCulture)))}", figures[^1], "/s");
        }

        table.Aim("one silo", figures[0], "orders/s", figures[0] >= AimOfOneSilo, "20,000");
        table.Aim("one silo, of the batched upserts", figures[0] / batched, "", figures[0] / batched >= AimOfRaw, "0.5");
        table.Row("one silo, of one write an order", figures[0] / single);
        if (figures.Count > 1)
            table.Aim($"lost with {figures.Count} silos on the same cores", 1 - figures[^1] / figures[0], "", 1 - figures[^1] / figures[0] < MostLost, "less than a third");
    }

    /// <summary>The runtime compiles hot code again and again at first, in each silo for itself, of which each has a part of the orders: it is run until it gets no faster.</summary>
    private static async Task<List<double>> WarmAsync(Func<Task<double>> run, int silos)
    {
        var runs = new List<double> { await run() };
        for (var isFaster = true; (isFaster || runs.Count < FewestRunsPerSilo * silos) && runs.Count < MostRunsPerSilo * silos;)
        {
            var best = runs.Max();
            runs.Add(await run());
            isFaster = runs[^1] > best * WorthAnother;
        }

        return runs;
    }

    private static Task<SiloCluster> StartAsync(TrialOptions options, PostgresServer server) => SiloCluster.StartAsync(
        options, Shipped.Benchmarks, server, [.. Enumerable.Range(0, options.Silos).Select(_ => SiloPlace.Local())], "prepared-silo", options.Orders.ToString(CultureInfo.InvariantCulture));

    /// <summary>Into the tables that a silo has made and left.</summary>
    private static async Task<(double Batched, double Single)> RawAsync(TrialOptions options)
    {
        await using var server = await PostgresServer.StartAsync();
        string connectionString;
        await using (var cluster = await StartAsync(options with { Silos = 1 }, server))
            connectionString = cluster.ConnectionString;
        await using var raw = ChildProcess.Start(
            Shipped.Benchmarks,
            ["raw-postgres", options.Orders.ToString(CultureInfo.InvariantCulture), Integrations.ToString(CultureInfo.InvariantCulture)],
            new Dictionary<string, string> { ["Persistence__ConnectionString"] = connectionString });
        return (await FigureAsync("batched="), await FigureAsync("single="));

        async Task<double> FigureAsync(string prefix) =>
            double.Parse((await raw.LineAsync("raw", prefix, line => line.StartsWith(prefix, StringComparison.Ordinal), RawLimit)).AsSpan(prefix.Length), CultureInfo.InvariantCulture);
    }
}
