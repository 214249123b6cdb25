using System.Reflection;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>Operators filter and count by event ids: each means one thing, and docs/operation.md lists them.</summary>
public sealed class LogEventTests
{
    private static readonly LoggerMessageAttribute[] Events =
    [
        .. from assembly in ProductAssemblies.All()
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
           from attribute in method.GetCustomAttributes<LoggerMessageAttribute>()
           select attribute,
    ];

    [Fact]
    public void Each_id_means_one_thing()
    {
        Assert.True(Events.Length > 40, $"Only {Events.Length} events were found.");
        Assert.All(Events, each => Assert.NotEqual(-1, each.EventId));
        Assert.Empty(Events.GroupBy(each => each.EventId).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void All_are_listed_for_operators()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "operation.md"));
        var rows = Events.Where(each => each.EventId >= 1_000).OrderBy(each => each.EventId).Select(each => $"| {each.EventId} | {each.Level} | {each.Message!.Replace("|", "\\|", StringComparison.Ordinal)} |").ToArray();

        Assert.True(page.Contains(string.Join('\n', rows), StringComparison.Ordinal), "The table of events in docs/operation.md should read:\n" + string.Join('\n', rows));
    }
}
