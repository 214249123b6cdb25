using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;

namespace Icomm.Actors.Trials.Cluster;

/// <summary>Silos over one database and one data folder. All of it is gone with it, but for the logs.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _dataFolder;
    private readonly string _logs;
    private readonly IReadOnlyList<string> _settings;
    private readonly Dictionary<string, string> _environment;

    /// <summary>Replaced and never changed: it is read while silos are added.</summary>
    private IReadOnlyList<SiloNode> _nodes = [];

    private SiloCluster(string program, string dataFolder, string logs, IReadOnlyList<string> settings, string connectionString)
    {
        (_program, _dataFolder, _logs) = (program, dataFolder, logs);
        _environment = new Dictionary<string, string>
        {
            ["Persistence__ConnectionString"] = connectionString,
            ["DOTNET_gcServer"] = "1", // as the silo that is shipped; the other programs that make one have not
        };
        ConnectionString = connectionString;
        _settings =
        [
            .. settings, "--Persistence:Provider=postgres", $"--Persistence:DataFolder={dataFolder}", "--Stores:AllowLoopback=true", "--RateLimits:Burst=1000000", "--Cluster:ClusterId=trial",
            "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Icomm.Actors=Information",
        ];
    }

    /// <summary>Leads to the database.</summary>
    public string ConnectionString { get; }

    public IReadOnlyList<SiloNode> Nodes => _nodes;

    public ClusterApi Api { get; private set; } = null!;

    /// <summary>Processes that ended though nobody had killed or stopped them.</summary>
    public int EndedByThemselves => _nodes.Sum(node => node.EndedByItself);

    public static Task<SiloCluster> StartAsync(TrialOptions options, PostgresServer server, params string[] settings) =>
        StartAsync(options, Shipped.Silo, server, [.. Enumerable.Range(0, options.Silos).Select(_ => SiloPlace.Local())], settings);

    /// <param name="program">A silo, or a program that makes one of the same settings.</param>
    /// <param name="settings">What the command line begins with, before what every trial needs.</param>
    public static async Task<SiloCluster> StartAsync(TrialOptions options, string program, PostgresServer server, IReadOnlyList<SiloPlace> places, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("icomm-trial-").FullName;
        if (options.ProbeTimeout is { } seconds)
            settings = [.. settings, $"--Cluster:Membership:ProbeTimeout=00:00:{seconds:00}"];
        var cluster = new SiloCluster(program, folder, Directory.CreateDirectory(options.Logs ?? Path.Combine(Path.GetTempPath(), "icomm-trials")).FullName, settings, await server.CreateDatabaseAsync());
        try
        {
            foreach (var place in places)
                cluster.Add(place);

            // The first one makes the tables and the first key.
            cluster._nodes[0].Start();
            await cluster._nodes[0].UntilReadyAsync();
            cluster.Api = new ClusterApi(cluster, (await File.ReadAllTextAsync(Path.Combine(folder, "first-key"))).Trim());
            foreach (var node in cluster._nodes.Skip(1))
                node.Start();
            foreach (var node in cluster._nodes.Skip(1))
                await node.UntilReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another silo, which does not run yet.</summary>
    public SiloNode Add(SiloPlace place)
    {
        var name = $"silo-{_nodes.Count + 1}";
        var node = new SiloNode(_program, name, place, _settings, _environment, Path.Combine(_logs, $"{name}.log"));
        _nodes = [.. _nodes, node];
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Api?.Dispose();
        Directory.Delete(_dataFolder, recursive: true);
    }
}
