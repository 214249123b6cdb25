using System.Net;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.Trials.Cluster;

/// <summary>A silo under a supervisor that starts it again whenever it ends unasked, as <c>restart: unless-stopped</c> does.</summary>
internal sealed class SiloNode(string firstProgram, string name, SiloPlace place, IReadOnlyList<string> settings, Dictionary<string, string> environment, string log) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    private readonly ApiClient _prober = new(place.Api, key: null, ProbeTimeout);

    private string _program = firstProgram;
    private ChildProcess? _process;
    private Task _supervision = Task.CompletedTask;
    private bool _isWanted;
    private int _killed;

    public string Name => name;

    public SiloPlace Place => place;

    /// <summary>Whether it is meant to run; it may be starting again all the same.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>How often it ended without having been killed or stopped from here.</summary>
    public int EndedByItself { get; private set; }

    /// <summary>Does not wait until it is ready.</summary>
    /// <param name="program">Another version than the last time.</param>
    public void Start(string? program = null)
    {
        _program = program ?? _program;
        _isWanted = true;
        _process = Launch();
        _supervision = SuperviseAsync();
    }

    public Task UntilReadyAsync() => Wait.UntilAsync(
        "start", name, "ready", ReadyLimit, IsReadyAsync, isReady => isReady, _ => $"not; it printed:\n{_process?.Output}");

    /// <summary>Whether a load balancer would send it requests.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            return await _prober.ProbeAsync("/health/ready") == HttpStatusCode.OK;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>kill -9; the supervisor starts it again.</summary>
    public async Task KillAsync()
    {
        Interlocked.Increment(ref _killed);
        await _process!.KillAsync();
    }

    /// <summary>SIGTERM, for good.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        _isWanted = false;
        var code = await _process!.TerminateAsync(StopLimit);
        await _supervision;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        _isWanted = false;
        if (_process is { HasExited: false } process)
            await process.KillAsync();
        await _supervision;
        if (_process is not null)
            await _process.DisposeAsync();
        _prober.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (true)
        {
            var ended = _process!;
            await ended.ExitAsync("supervision", Forever);
            if (!_isWanted)
                return;
            if (_killed > 0)
                Interlocked.Decrement(ref _killed);
            else
                EndedByItself++;
            await Task.Delay(RestartDelay, TimeProvider.System);
            if (!_isWanted)
                return;
            _process = Launch();
            await ended.DisposeAsync();
        }
    }

    private ChildProcess Launch() => ChildProcess.Start(
        _program,
        [
            .. settings,
            $"--urls={place.Api}",
            $"--Cluster:SiloPort={place.SiloPort}",
            $"--Cluster:GatewayPort={place.GatewayPort}",
            $"--Cluster:AdvertisedAddress={place.Address}",
        ],
        environment,
        place.Within,
        log);
}
