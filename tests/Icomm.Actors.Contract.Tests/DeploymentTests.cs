using System.Diagnostics;
using Icomm.Actors.Testing;
using Xunit.Abstractions;

namespace Icomm.Actors.Contract.Tests;

/// <summary>The files that operators deploy with. What this machine lacks a tool for is skipped, and said in the output.</summary>
public sealed class DeploymentTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [BashFact]
    public async Task NoLinterAndNoSchemaFindsAnything()
    {
        using var time = new CancellationTokenSource(Limit);
        using var script = Process.Start(new ProcessStartInfo("bash", [Repository.PathOf("deploy", "check.sh")]) { RedirectStandardOutput = true })!;
        await using var end = time.Token.Register(() => script.Kill(entireProcessTree: true));
        var said = await script.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await script.WaitForExitAsync(CancellationToken.None);

        output.WriteLine(said);
        Assert.True(script.ExitCode == 0, $"deploy/check.sh ended with {script.ExitCode}:\n{said}");
    }

    /// <summary>A test that needs bash, as Windows may lack it.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class BashFactAttribute : FactAttribute
    {
        public BashFactAttribute() => Skip = OperatingSystem.IsWindows() ? "deploy/check.sh needs bash." : null;
    }
}
