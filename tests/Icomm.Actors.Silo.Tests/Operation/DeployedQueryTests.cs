using System.Text.RegularExpressions;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>Alerts and dashboard are files that nothing compiles: what they look at must exist, and who is woken must find what to do.</summary>
public sealed partial class DeployedQueryTests
{
    private static readonly string Alerts = File.ReadAllText(Repository.PathOf("deploy", "prometheus", "alerts.yml"));
    private static readonly string Dashboard = File.ReadAllText(Repository.PathOf("deploy", "grafana", "icomm-actors.json"));
    private static readonly HashSet<string> Documented = [.. DocumentedName().Matches(File.ReadAllText(Repository.PathOf("docs", "operation.md"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_measurement_that_is_looked_at_is_documented()
    {
        string[] names = [.. MeasuredName().Matches(Alerts + Dashboard).Select(match => match.Value).Distinct()];

        Assert.True(names.Length > 20, $"Only {names.Length} measurements were found.");
        Assert.DoesNotContain(names, name => !Documented.Contains(name) && !Documented.Contains(PartOfHistogram().Replace(name, "")));
    }

    [Fact]
    public void Every_alert_has_its_place_in_the_operators_guide()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs", "operators-guide.md"));
        string[] alerts = [.. Alert().Matches(Alerts).Select(match => match.Groups[1].Value)];

        Assert.True(alerts.Length > 10, $"Only {alerts.Length} alerts were found.");
        Assert.All(alerts, alert => Assert.Contains($"\n### {alert}\n", guide));
        Assert.All(alerts, alert => Assert.Contains($"runbook: docs/operators-guide.md#{alert.ToLowerInvariant()}\n", Alerts));
    }

    [GeneratedRegex(@"`((?:icomm|orleans|dotnet|kestrel|http_server)_[a-z0-9_]+)`")]
    private static partial Regex DocumentedName();

    [GeneratedRegex(@"\b(?:icomm|orleans|dotnet|kestrel|http_server)_[a-z0-9_]+")]
    private static partial Regex MeasuredName();

    [GeneratedRegex("_(?:bucket|count|sum)$")]
    private static partial Regex PartOfHistogram();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();
}
