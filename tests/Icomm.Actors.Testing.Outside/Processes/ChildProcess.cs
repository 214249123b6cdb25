using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Icomm.Actors.Testing.Outside.Processes;

/// <summary>One of our programs as a process of its own, with everything it prints.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly StreamWriter? _log;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> IsWanted, TaskCompletionSource<string> Found)> _waiters = [];

    private ChildProcess(Process process, string? log)
    {
        _process = process;
        _log = log is null ? null : new StreamWriter(log, append: true) { AutoFlush = true };
        AppDomain.CurrentDomain.ProcessExit += EndWithParent;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The most physical memory it has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Everything printed so far, standard error included.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _lines);
        }
    }

    /// <param name="assembly">Run by the same <c>dotnet</c> that runs the tests.</param>
    /// <param name="within">A command that runs what follows it in its own place, as <c>ip netns exec</c> does; null for none.</param>
    /// <param name="log">A file that everything printed is added to as well; null for none.</param>
    public static ChildProcess Start(string assembly, IEnumerable<string> arguments, Dictionary<string, string>? environment = null, IReadOnlyList<string>? within = null, string? log = null)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        string[] command = [.. within ?? [], dotnet, assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Production", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        // What the test host was told about where to listen is not for its children.
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;

        var child = new ChildProcess(new Process { StartInfo = start }, log);
        child._process.OutputDataReceived += (_, line) => child.Take(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Take(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The first line, printed already or to come, that is wanted.</summary>
    /// <exception cref="TimeoutException">None came within the limit; holds what came instead.</exception>
    public async Task<string> LineAsync(string phase, string expected, Func<string, bool> isWanted, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(line => isWanted(line)) is { } line)
                return line;
            _waiters.Add((isWanted, found));
        }

        var ended = _process.WaitForExitAsync();
        var first = await Task.WhenAny(found.Task, ended, Task.Delay(limit, TimeProvider.System));
        if (first == found.Task || found.Task.IsCompletedSuccessfully)
            return await found.Task;
        throw new TimeoutException(first == ended
            ? $"{phase}: {Describe()} should have printed {expected}, but ended with {_process.ExitCode}. It printed:\n{Output}"
            : $"{phase}: {Describe()} should have printed {expected} within {limit.TotalSeconds:0.#} s. It printed:\n{Output}");
    }

    /// <summary>SIGKILL: the process has no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync("kill -9", TimeSpan.FromSeconds(10));
    }

    /// <summary>SIGTERM: the process is asked to stop.</summary>
    public async Task<int> TerminateAsync(TimeSpan limit)
    {
        if (OperatingSystem.IsWindows())
            _process.Kill();
        else if (!_process.HasExited && Signal(_process.Id, Sigterm) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return await ExitAsync("stop", limit);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(string phase, TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{phase}: {Describe()} should have ended within {limit.TotalSeconds:0.#} s; it still runs. It printed:\n{Output}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithParent;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        lock (_gate)
            _log?.Dispose();
    }

    /// <summary>Whoever ends this program in the middle leaves nothing behind that runs.</summary>
    private void EndWithParent(object? sender, EventArgs arguments)
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _lines.Add(line);
            if (_log is { BaseStream.CanWrite: true })
                _log.WriteLine(line);
            foreach (var (isWanted, found) in _waiters)
            {
                if (isWanted(line))
                    found.TrySetResult(line);
            }
        }
    }

    private string Describe() => $"{Path.GetFileNameWithoutExtension(_process.StartInfo.ArgumentList.First(argument => argument.EndsWith(".dll", StringComparison.Ordinal)))} (process {_process.Id})";

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);
}
