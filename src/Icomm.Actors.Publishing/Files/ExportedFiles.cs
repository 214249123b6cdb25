using System.Collections.Immutable;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Looks into the files that publications have written.</summary>
public sealed class ExportedFiles
{
    private readonly TargetFolder _folder;

    internal ExportedFiles(TargetFolder folder) => _folder = folder;

    /// <summary>The names of a database's files that have one of these texts in them, in whatever case.</summary>
    /// <exception cref="PublishException"><c>publish_file_failed</c>: a file can't be read.</exception>
    public async Task<ImmutableArray<string>> NamingAsync(string account, string database, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (texts.Count == 0 || _folder.Find($"{account}/{database}") is not { } folder || !Directory.Exists(folder))
            return [];
        await FileProblems.GuardAsync(async () =>
        {
            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (await File.ReadLinesAsync(file, cancellationToken).AnyAsync(line => texts.Any(text => line.Contains(text, StringComparison.OrdinalIgnoreCase)), cancellationToken))
                    names.Add(Path.GetFileName(file));
            }
        });
        return names.DrainToImmutable();
    }
}
