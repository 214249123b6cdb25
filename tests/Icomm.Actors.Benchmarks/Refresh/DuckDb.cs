using System.Text.Json;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>DuckDB through its package for Node, installed into a folder outside the repository. Default settings: all cores, 80% of the memory.</summary>
internal static class DuckDb
{
    private const string Package = "@duckdb/node-api@1.5.6-r.1";

    /// <returns>Null, and the reason in <paramref name="missing"/>, when it can't be had.</returns>
    public static async Task<SqlFigures?> RunAsync(string folder, IEnumerable<int> sample, Action<string> missing)
    {
        var packages = Path.Combine(Path.GetTempPath(), "icomm-benchmark-duckdb");
        if (!Directory.Exists(Path.Combine(packages, "node_modules", "@duckdb")))
        {
            Directory.CreateDirectory(packages);
            var installed = await Shell.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--prefix", packages, Package]);
            if (installed is not { Code: 0 })
            {
                missing(installed is null ? "DuckDB is left out: there is no npm." : $"DuckDB is left out: npm could not install {Package}: {installed.Errors.Trim()}");
                return null;
            }
        }

        var script = Path.Combine(folder, "duckdb.sql");
        await File.WriteAllTextAsync(script, SqlScript.Fill("duckdb.sql", folder, sample));
        var ran = await Shell.RunAsync("node", [SqlScript.Path("duckdb.mjs"), packages, Path.Combine(folder, "duck.db"), script]);
        if (ran is null)
        {
            missing("DuckDB is left out: there is no node.");
            return null;
        }

        var lines = ran.Well("DuckDB").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var stages = lines[..^1].Select(line => (Stage: line.GetProperty("stage").GetString()!, Milliseconds: line.GetProperty("ms").GetDouble(), Processor: line.GetProperty("processor").GetDouble()))
            .Where(line => SqlScript.IsCounted(line.Stage)).ToArray();
        return new SqlFigures(
            "DuckDB",
            [.. stages.Select(stage => (stage.Stage, stage.Milliseconds))],
            Path.Combine(folder, "duckdb.json"),
            stages.Sum(stage => stage.Processor),
            lines[^1].GetProperty("mb").GetDouble());
    }
}
