using System.Net;
using System.Text.RegularExpressions;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Processes;

/// <summary>The silo as it is shipped: a process on a data folder, spoken to over HTTP only. Can be killed and started again on the same folder.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly List<string> _outputs = [];
    private readonly int _siloPort = FreePort.Next();
    private readonly int _gatewayPort = FreePort.Next();
    private readonly string _dataFolder;
    private readonly string[] _settings;
    private readonly Dictionary<string, string> _environment;
    private readonly List<string> _secrets = [];
    private ChildProcess? _process;
    private ApiClient? _api;

    private SiloProcess(string dataFolder, string[] settings, Dictionary<string, string> environment)
    {
        _dataFolder = dataFolder;
        _settings = settings;
        _environment = environment;
    }

    public ApiClient Api => _api ?? throw new InvalidOperationException("The silo does not run.");

    /// <summary>The most physical memory that the process has had so far, in bytes.</summary>
    public long PeakMemory => _process!.PeakMemory;

    /// <summary>Everything printed by every process that ran on this folder.</summary>
    public string Output => string.Join('\n', [.. _outputs, _process?.Output ?? ""]);

    public static Task<SiloProcess> StartAsync(string dataFolder, params string[] settings) => StartAsync(dataFolder, [], settings);

    /// <param name="environment">Variables for the runtime of the process.</param>
    public static async Task<SiloProcess> StartAsync(string dataFolder, Dictionary<string, string> environment, params string[] settings)
    {
        var silo = new SiloProcess(dataFolder, settings, environment);
        await silo.StartAsync();
        return silo;
    }

    /// <summary>Starts a process on the folder and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
            throw new InvalidOperationException("The silo runs already.");
        _process = ChildProcess.Start(
            Shipped.Silo,
            [
                "--urls=http://127.0.0.1:0",
                $"--Persistence:DataFolder={_dataFolder}",
                "--Stores:AllowLoopback=true",
                "--Stores:RetryDelay=00:00:00.020",
                "--Stores:MaxRetryDelay=00:00:00.200",
                "--RateLimits:Burst=1000000",
                $"--Cluster:SiloPort={_siloPort}",
                $"--Cluster:GatewayPort={_gatewayPort}",
                .. _settings,
            ],
            _environment);
        var line = await _process.LineAsync("start", "where it listens", text => Listening().IsMatch(text), StartLimit);
        _api = new ApiClient(new Uri(Listening().Match(line).Groups[1].Value), (await File.ReadAllTextAsync(Path.Combine(_dataFolder, "first-key"))).Trim());
        await Wait.UntilAsync(
            "start", "the silo", "ready", StartLimit,
            read: () => _api.ProbeAsync("/health/ready"),
            isReached: status => status == HttpStatusCode.OK,
            actual: status => $"{status?.ToString() ?? "unreachable"}; it printed:\n{Output}");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await ForgetAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var code = await _process!.TerminateAsync(StopLimit);
        await ForgetAsync();
        return code;
    }

    /// <summary>Something that must never be printed.</summary>
    public void Guard(string secret) => _secrets.Add(secret);

    /// <summary>Logs hold no e-mail, no secret, and no error that nobody expected.</summary>
    public void AssertLogsAreClean()
    {
        var output = Output;
        foreach (var secret in _secrets)
            Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        if (Email().Match(output) is { Success: true } email)
            Assert.Fail($"The log holds an e-mail:\n{Around(output, email.Index)}");
        foreach (var sign in (string[])["Unhandled exception", "UnobservedTaskException", "failed with internal_error"])
        {
            if (output.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at)
                Assert.Fail($"The log holds '{sign}':\n{Around(output, at)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 500)..Math.Min(text.Length, at + 1_500)];

    private async Task ForgetAsync()
    {
        _api?.Dispose();
        _api = null;
        _outputs.Add(_process!.Output);
        await _process.DisposeAsync();
        _process = null;
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+")]
    private static partial Regex Email();
}
