using System.Diagnostics;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>PostgreSQL on a new data folder of its own, reached through a socket there. It refuses to run as root, so root has the user <c>postgres</c> of the packages run it.</summary>
internal static class PostgreSql
{
    // For one heavy query at a time on a machine of 16 GB or more.
    private const string Settings =
        "-c listen_addresses='' -c shared_buffers=2GB -c work_mem=512MB -c maintenance_work_mem=512MB -c max_wal_size=16GB -c max_parallel_workers_per_gather=2 -c jit=off";

    /// <returns>Null, and the reason in <paramref name="missing"/>, when it can't be had.</returns>
    public static async Task<SqlFigures?> RunAsync(string folder, IEnumerable<int> sample, Action<string> missing)
    {
        if (Programs() is not { } programs)
        {
            missing("PostgreSQL is left out: neither the PATH nor /usr/lib/postgresql has initdb, pg_ctl and psql (Debian: apt-get install postgresql).");
            return null;
        }

        var home = Path.Combine(folder, "postgresql");
        var data = Path.Combine(home, "data");
        Directory.CreateDirectory(home);
        if (Environment.IsPrivilegedProcess)
        {
            // The user must get into the benchmark's folder, and into nothing else.
            (await Shell.RunAsync("chmod", ["o+x", folder]))!.Well("chmod");
            if (await Shell.RunAsync("chown", ["postgres", home]) is not { Code: 0 })
            {
                missing("PostgreSQL is left out: it won't run as root, and there is no user postgres.");
                return null;
            }
        }

        (await AsItsUserAsync(Path.Combine(programs, "initdb"), ["-D", data, "-A", "trust", "-U", "benchmark", "-E", "UTF8", "--locale=C.UTF-8"])).Well("initdb");
        (await AsItsUserAsync(Path.Combine(programs, "pg_ctl"), ["-D", data, "-w", "-l", Path.Combine(home, "log"), "-o", $"-k {home} {Settings}", "start"])).Well("pg_ctl start");
        try
        {
            var stages = new List<(string, double)>();
            foreach (var (stage, sql) in SqlScript.Stages(SqlScript.Fill("postgresql.sql", folder, sample)))
            {
                var started = Stopwatch.GetTimestamp();
                var ran = await Shell.RunAsync(Path.Combine(programs, "psql"), ["-h", home, "-U", "benchmark", "-X", "-q", "-v", "ON_ERROR_STOP=1", "postgres"], sql);
                ran!.Well($"PostgreSQL, stage {stage}");
                if (SqlScript.IsCounted(stage))
                    stages.Add((stage, Stopwatch.GetElapsedTime(started).TotalMilliseconds));
            }

            return new SqlFigures("PostgreSQL", stages, Path.Combine(folder, "postgresql.json"), ProcessorSeconds: null, MemoryMegabytes: null);
        }
        finally
        {
            await AsItsUserAsync(Path.Combine(programs, "pg_ctl"), ["-D", data, "-m", "immediate", "-w", "stop"]);
        }
    }

    private static string? Programs()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [];
        return debian.Concat(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator))
            .FirstOrDefault(folder => new[] { "initdb", "pg_ctl", "psql" }.All(program => File.Exists(Path.Combine(folder, program))));
    }

    private static async Task<ShellAnswer> AsItsUserAsync(string program, string[] arguments) =>
        (await (Environment.IsPrivilegedProcess ? Shell.RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : Shell.RunAsync(program, arguments)))!;
}
