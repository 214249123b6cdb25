using System.Text.RegularExpressions;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Processes;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>The README's first command, as a process.</summary>
public sealed partial class DemoTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task OnceSyncsReportsAndEnds()
    {
        var (code, printed) = await RunAsync("--once", "--orders", "2000");
        Assert.Equal(0, code);
        var summary = Summary().Match(printed);
        Assert.True(summary.Success, printed);
        Assert.Equal("2,000", summary.Groups["orders"].Value);
        Assert.Equal(3, ProfileTitle().Count(printed));
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task OnceTakesTheRealOrders()
    {
        var (code, printed) = await RunAsync("--once", "--data", SharedData.OnlineRetail);
        Assert.Equal(0, code);
        Assert.True(Summary().IsMatch(printed), printed);
        Assert.Equal(3, ProfileTitle().Count(printed));
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--orders", "many")]
    [InlineData("--data", "/no/such/file.csv.gz")]
    [InlineData("--shop", "corner")]
    public async Task ACommandLineThatMakesNoSenseIsExplained(params string[] arguments)
    {
        await using var demo = ChildProcess.Start(Shipped.Demo, arguments);
        Assert.Equal(1, await demo.ExitAsync("demo", Limit));
        Assert.DoesNotContain("Unhandled", demo.Output, StringComparison.Ordinal);
        Assert.NotEmpty(demo.Output.Trim());
    }

    [Fact]
    public async Task AFolderThatIsNotTheDemosIsLeftAlone()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "precious.txt");
        await File.WriteAllTextAsync(file, "mine");
        await using var demo = ChildProcess.Start(Shipped.Demo, ["--once", "--data-folder", folder.Path, "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(1, await demo.ExitAsync("demo", Limit));
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    private async Task<(int Code, string Printed)> RunAsync(params string[] arguments)
    {
        using var folder = new TestFolder();
        await using var demo = ChildProcess.Start(Shipped.Demo, [.. arguments, "--data-folder", folder.Path, "--urls", "http://127.0.0.1:0"], environment: new()
        {
            ["Cluster__SiloPort"] = $"{FreePort.Next()}",
            ["Cluster__GatewayPort"] = $"{FreePort.Next()}",
        });
        var code = await demo.ExitAsync("demo", Limit);
        output.WriteLine(demo.Output);
        return (code, demo.Output);
    }

    [GeneratedRegex(@"(?<orders>[\d,]+) orders\s+of\s+(?<customers>[\d,]+)\s+customers")]
    private static partial Regex Summary();

    [GeneratedRegex(@"@\S+\s+as\s+of\s+\d{4}-\d{2}-\d{2}")]
    private static partial Regex ProfileTitle();
}
