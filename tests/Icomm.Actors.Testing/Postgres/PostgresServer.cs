using System.Diagnostics;
using Npgsql;

namespace Icomm.Actors.Testing.Postgres;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>ICOMM_POSTGRES</c> leads to (a connection string of a user who may create databases), or else a throw-away one that is made from the programs in
/// <c>/usr/lib/postgresql</c>. It listens on a socket in its own folder, or at an address that is named, and is gone with the process.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "icomm";

    private static readonly string? Given = Environment.GetEnvironmentVariable("ICOMM_POSTGRES");
    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartSharedAsync);

    private static int _databases;

    private readonly string? _folder;
    private readonly Process? _keeper;

    private PostgresServer(string? folder, string connectionString)
    {
        (_folder, ConnectionString) = (folder, connectionString);
        if (folder is not null)
            _keeper = Keep(folder);
    }

    /// <summary>Why tests that need PostgreSQL can't run here; null where they can.</summary>
    public static string? WhyNone => Given is not null || Programs is not null
        ? null
        : "PostgreSQL 15 or later is not installed (apt-get install postgresql), and ICOMM_POSTGRES gives no connection string: nothing of the PostgreSQL stores is tested.";

    /// <summary>Leads to the database that every server has.</summary>
    public string ConnectionString { get; }

    /// <summary>The server that the tests of this process share. It does not wait for its disk.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A server of one's own, which may be stopped and started again and waits for its disk.</summary>
    /// <param name="address">An IP address of this machine at which whoever reaches it may do everything; null for the socket.</param>
    public static async Task<PostgresServer> StartAsync(string? address = null)
    {
        var server = await CreateAsync(isDurable: true, address);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>The connection string that leads to it.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"icomm_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Ends every connection and the server, as an operator does who is in a hurry.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "-D", Data, "-m", "fast", "-w");

    /// <summary>Ends the server as a power cut does.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");

    public Task StartAgainAsync() => RunAsync("pg_ctl", "start", "-D", Data, "-w", "-l", Path.Combine(_folder!, "log"));

    public async ValueTask DisposeAsync()
    {
        if (_keeper is null)
            return;
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        _keeper.Dispose();
    }

    private string Data => Path.Combine(_folder ?? throw new InvalidOperationException("A server that was given is not ours to stop."), "data");

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .Select(folder => (Folder: Path.Combine(folder, "bin"), Version: int.TryParse(Path.GetFileName(folder), out var version) ? version : 0))
            .Where(found => found.Version >= 15 && File.Exists(Path.Combine(found.Folder, "initdb")))
            .OrderByDescending(found => found.Version)
            .Select(found => found.Folder)
            .FirstOrDefault()
        : null;

    private static async Task<PostgresServer> StartSharedAsync()
    {
        if (Given is not null)
            return new PostgresServer(null, Given);
        var server = await CreateAsync(isDurable: false);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A shell that waits for the end of its input, which comes when this process ends, however it does; then it takes the server and its folder away.</summary>
    private static Process Keep(string folder)
    {
        var stop = $"'{Programs}/pg_ctl' stop -D '{folder}/data' -m immediate >/dev/null 2>&1";
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"trap '' TERM INT HUP; cat >/dev/null; {(IsRoot ? "runuser -u postgres -- " : "")}{stop}; rm -rf '{folder}'"]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
    }

    private static async Task<PostgresServer> CreateAsync(bool isDurable, string? address = null)
    {
        if (Programs is null)
            throw new InvalidOperationException(WhyNone);
        var folder = Directory.CreateTempSubdirectory("pg-").FullName;
        if (IsRoot && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        var server = new PostgresServer(folder, new NpgsqlConnectionStringBuilder { Host = address ?? folder, Username = User, Database = "postgres" }.ConnectionString);
        await RunAsync("initdb", "-D", server.Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        await RunShellAsync($"cat >> '{server.Data}/postgresql.conf' <<'E'\nlisten_addresses = '{address}'\nunix_socket_directories = '{folder}'\nmax_connections = 400\nlog_min_messages = fatal\nfsync = {(isDurable ? "on" : "off")}\nE");
        if (address is not null)
            await RunShellAsync($"echo 'host all {User} samenet trust' >> '{server.Data}/pg_hba.conf'");
        return server;
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static Task RunAsync(string program, params string[] arguments) => RunAsUserAsync([Path.Combine(Programs!, program), .. arguments]);

    private static Task RunShellAsync(string script) => RunAsUserAsync(["/bin/sh", "-c", script]);

    /// <summary>The server refuses to run as root: it runs as the user whom its package made then.</summary>
    private static async Task RunAsUserAsync(string[] command)
    {
        string[] all = IsRoot ? ["runuser", "-u", "postgres", "--", .. command] : command;
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment.Remove("PGOPTIONS");
        using var process = Process.Start(start)!;

        // The server inherits what pg_ctl writes to, so the end of the output is not waited for.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
