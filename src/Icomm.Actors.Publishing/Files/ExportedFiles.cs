using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Publishing.Omnichannel;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Looks into the files that publications have written.</summary>
public sealed class ExportedFiles
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding Marked = new(encoderShouldEmitUTF8Identifier: true);

    private readonly TargetFolder _folder;

    internal ExportedFiles(TargetFolder folder) => _folder = folder;

    /// <summary>Takes the rows that name a person, and those of the person's orders, out of a database's files. Each file is seen as before or without them.</summary>
    /// <returns>The names of the files that had such rows.</returns>
    /// <exception cref="PublishException"><c>publish_file_failed</c>: a file can't be read or written, or a publication is writing it just now.</exception>
    public async Task<ImmutableArray<string>> RemoveAsync(string account, string database, ExportedPerson person, CancellationToken cancellationToken)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (person.Texts.Count == 0 || _folder.Find($"{account}/{database}") is not { } folder || !Directory.Exists(folder))
            return [];
        await FileProblems.GuardAsync(async () =>
        {
            foreach (var files in FilesIn(folder).GroupBy(file => OmnichannelFileName.Find(Path.GetFileName(file))?.Day))
            {
                var orders = files.Key is { } day ? await OrdersOfPerson.ReadAsync(folder, day, person, cancellationToken) : null;
                bool IsOfPerson(string row) => PersonTexts.AreNamedIn(row, person.Texts) || orders?.Have(row) == true;
                foreach (var file in files)
                {
                    if (!await HasAsync(file, IsOfPerson, cancellationToken))
                        continue;
                    await RewriteAsync(file, IsOfPerson, cancellationToken);
                    names.Add(Path.GetFileName(file));
                }
            }
        });
        return names.DrainToImmutable();
    }

    /// <summary>
    /// Details before orders and customers last: an erasure that broke off finds in these whose the rest is when it is asked for again.
    /// A partial file begins with a dot: the publication that wrote it, or died writing it, writes it anew.
    /// </summary>
    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => !Path.GetFileName(file).StartsWith('.'))
        .OrderBy(file => Array.IndexOf(OmnichannelFileName.DetailsFirst, OmnichannelFileName.Find(Path.GetFileName(file))?.Kind))
        .ThenBy(file => file, StringComparer.Ordinal);

    private static async Task<bool> HasAsync(string file, Func<string, bool> isOfPerson, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, Plain);
        return await FileRows.ReadAsync(reader, cancellationToken).AnyAsync(isOfPerson, cancellationToken);
    }

    private static async Task RewriteAsync(string file, Func<string, bool> isOfPerson, CancellationToken cancellationToken)
    {
        var encoding = await IsMarkedAsync(file, cancellationToken) ? Marked : Plain;
        await using var pending = new PendingFile(file);
        using (var reader = new StreamReader(file, Plain))
        await using (var writer = new StreamWriter(pending.Stream, encoding, leaveOpen: true))
        {
            await foreach (var row in FileRows.ReadAsync(reader, cancellationToken))
            {
                if (!isOfPerson(row))
                    await writer.WriteAsync(row.AsMemory(), cancellationToken);
            }
        }

        await pending.FinishAsync(cancellationToken);
        pending.Move();
    }

    private static async Task<bool> IsMarkedAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var start = new byte[Marked.Preamble.Length];
        return await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken) == start.Length && Marked.Preamble.SequenceEqual(start);
    }
}
