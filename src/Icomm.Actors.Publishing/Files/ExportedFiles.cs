using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Looks into the files that publications have written.</summary>
public sealed class ExportedFiles
{
    private readonly TargetFolder _folder;

    internal ExportedFiles(TargetFolder folder) => _folder = folder;

    /// <summary>The names of a database's files that name a person by one of these texts (<see cref="PersonTexts"/>).</summary>
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
                if (await File.ReadLinesAsync(file, cancellationToken).AnyAsync(line => PersonTexts.AreNamedIn(line, texts), cancellationToken))
                    names.Add(Path.GetFileName(file));
            }
        });
        return names.DrainToImmutable();
    }
}
