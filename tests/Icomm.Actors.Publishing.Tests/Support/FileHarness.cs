using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Publishing.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>File sinks over a folder of their own, which goes when the test is over.</summary>
internal sealed class FileHarness : IDisposable
{
    public static readonly DateOnly AsOf = new(2026, 3, 1);

    private readonly ServiceProvider _services;

    public FileHarness(bool hasRoot = true)
    {
        Root = Directory.CreateTempSubdirectory("icomm-publishing-").FullName;
        var services = new ServiceCollection();
        services.AddStoreConnectors();
        services.AddPublishing(options => options.FileRoot = hasRoot ? Root : null);
        _services = services.BuildServiceProvider();
    }

    public string Root { get; }

    public string Folder => Path.Combine(Root, "acme", "main");

    public ContactSinkRegistry Registry => _services.GetRequiredService<ContactSinkRegistry>();

    public ExportedFiles Exported => _services.GetRequiredService<ExportedFiles>();

    public static PublicationTarget Target(string type, params (string Name, string Value)[] settings) =>
        new("acme/main", type, settings.ToImmutableDictionary(each => each.Name, each => each.Value));

    public IContactSink Sink(string type, params (string Name, string Value)[] settings) => Registry.Create(Target(type, settings), AsOf);

    /// <summary>Every file under the root, finished or not.</summary>
    public string[] Files() => [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
