using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Contract.Tests;

/// <summary>The scripts of package.json, in a folder under artifacts/ where its packages are installed once for each lock file.</summary>
internal static class Npm
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly Version OldestNode = new(20, 19);
    private static readonly string Source = Repository.PathOf("tests", "Icomm.Actors.Contract.Tests");

    /// <summary>As deep below the repository's root as the project itself, so that its paths hold in both.</summary>
    private static readonly string Folder = Repository.PathOf("artifacts", "contract");

    private static readonly Lazy<string?> Prepared = new(Prepare);

    /// <summary>Why the scripts can't be run here; null when they can. Known before the tests run: xunit decides then what is skipped.</summary>
    public static string? Missing => Prepared.Value;

    /// <summary>Fails with what the script printed.</summary>
    public static void Run(string script)
    {
        var (exitCode, output) = Start(Program, Folder, "run", "--silent", script);
        Assert.True(exitCode == 0, $"npm run {script} (tests/Icomm.Actors.Contract.Tests/package.json) ended with {exitCode}:\n{output}");
    }

    private static string Program => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static string? Prepare()
    {
        if (NodeProblem() is { } problem)
            return problem;
        using var alone = new Mutex(initiallyOwned: false, $"icomm-contract-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..16]}");
        try
        {
            alone.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Whoever had it before died: what is there is checked below.
        }

        try
        {
            return Install();
        }
        finally
        {
            alone.ReleaseMutex();
        }
    }

    private static string? NodeProblem()
    {
        try
        {
            var (_, version) = Start("node", Source, "--version");
            if (!Version.TryParse(version.Trim().TrimStart('v'), out var found) || found < OldestNode)
                return $"The contract's tests need Node {OldestNode} or later; here is {version.Trim()}.";
            return Start(Program, Source, "--version").ExitCode == 0 ? null : "The contract's tests need npm; it does not run here.";
        }
        catch (Win32Exception)
        {
            return $"The contract's tests need Node {OldestNode} or later, with npm; it is not here.";
        }
    }

    private static string? Install()
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Source).Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".ts" or ".npmrc"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);

        // Written last: where it is, all is there.
        var installed = Path.Combine(Folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(installed) && File.ReadAllText(installed) == wanted)
            return null;
        var (exitCode, output) = Start(Program, Folder, "ci", "--prefer-offline");
        if (exitCode != 0)
            return $"The contract's packages can't be installed from this machine's npm source: {ErrorOf(output) ?? $"npm ended with {exitCode}"}.";
        File.WriteAllText(installed, wanted);
        return null;
    }

    /// <summary>The code alone: the rest names the source, which may be nobody else's business.</summary>
    private static string? ErrorOf(string output) => output.Split('\n').FirstOrDefault(line => line.StartsWith("npm error code", StringComparison.Ordinal))?.Trim();

    private static (int ExitCode, string Output) Start(string program, string folder, params string[] arguments)
    {
        var output = new StringBuilder();
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true", ["NO_COLOR"] = "1" },
            },
        };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Take($"It did not end within {Limit.TotalMinutes:0} minutes.");
        }

        // The lines that are on their way still.
        process.WaitForExit();
        return (process.ExitCode, output.ToString());

        void Take(string? line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }
}
