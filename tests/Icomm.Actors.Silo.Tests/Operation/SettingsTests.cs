using System.Reflection;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Persistence;
using Icomm.Actors.Publishing;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests.Operation;

/// <summary>Whoever runs a silo finds each of its settings in README or docs/operation.md.</summary>
public sealed class SettingsTests
{
    private const string SectionName = "Section";

    private static readonly (string Section, Type Type)[] Sections =
    [
        ("Persistence", typeof(PersistenceOptions)),
        ("Publishing", typeof(PublishingOptions)),
        ("Stores", typeof(StoreHttpOptions)),
        .. from assembly in ProductAssemblies.All()
           from type in assembly.GetTypes()
           let section = type.GetField(SectionName, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where section is { IsLiteral: true }
           select ((string)section.GetRawConstantValue()!, type),
    ];

    [Fact]
    public void All_are_listed_for_operators()
    {
        var lines = File.ReadAllLines(Repository.PathOf("README.md")).Concat(File.ReadAllLines(Repository.PathOf("docs", "operation.md"))).ToArray();
        var settings = Sections.SelectMany(section => section.Type.GetProperties().Where(property => property.CanWrite).Select(property => (section.Section, property.Name))).ToArray();

        Assert.True(settings.Length > 60, $"Only {settings.Length} settings were found.");
        Assert.Empty(settings.Where(setting => !lines.Any(line => Names(line, setting.Section, setting.Name))).Select(setting => $"{setting.Section}:{setting.Name}"));
    }

    /// <summary>A line may name a section's settings by turns: <c>`Section:One`, `Two`</c>.</summary>
    private static bool Names(string line, string section, string name) =>
        line.Contains($"`{section}:", StringComparison.Ordinal)
        && (line.Contains($"`{section}:{name}`", StringComparison.Ordinal) || line.Contains($"`{section}:{name}:", StringComparison.Ordinal)
            || line.Contains($"`{section}:{name}=", StringComparison.Ordinal) || line.Contains($"`{name}`", StringComparison.Ordinal));
}
