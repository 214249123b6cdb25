using System.Buffers;
using System.Collections.Concurrent;
using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// The folder <c>imports</c> of the data folder: each import has SQLite files of its own, so that the rows of an upload pass by the database's one writer, and are gone with their file.
/// </summary>
internal sealed class ImportFolder
{
    private const string PartExtension = ".part";
    private const string RowsExtension = ".rows";
    private const string ReportExtension = ".report";

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly string _path;
    private readonly ConcurrentDictionary<ImportKey, byte> _receiving = [];

    private ImportFolder(string path) => _path = path;

    /// <summary>Opens the folder and deletes what a process left behind that died while it received.</summary>
    public static ImportFolder Open(DataFolder folder)
    {
        var opened = new ImportFolder(folder.ImportsFolder);
        foreach (var left in Directory.EnumerateFiles(opened._path, "*" + PartExtension))
            File.Delete(left);
        return opened;
    }

    /// <exception cref="InvalidOperationException">It is being received already.</exception>
    public void Announce(ImportKey key)
    {
        if (!_receiving.TryAdd(key, 0))
            throw new InvalidOperationException($"Import {key.ImportId} is being received already.");
    }

    public void Withdraw(ImportKey key) => _receiving.TryRemove(key, out _);

    public bool IsReceiving(ImportKey key) => _receiving.ContainsKey(key);

    /// <summary>The rows while they come.</summary>
    public string PartFile(ImportKey key) => FileOf(key, PartExtension);

    /// <summary>The rows when all of them are here.</summary>
    public string RowsFile(ImportKey key) => FileOf(key, RowsExtension);

    public string ReportFile(ImportKey key) => FileOf(key, ReportExtension);

    /// <summary>Imports whose rows are all here, by account, integration and id.</summary>
    public IEnumerable<ImportKey> Received() => Find(RowsExtension);

    /// <summary>Imports that have a report, in the same order.</summary>
    public IEnumerable<ImportKey> Reported() => Find(ReportExtension);

    /// <summary>Deletes a file, with SQLite's journal of it.</summary>
    /// <exception cref="PersistenceException">It is in use, where the operating system minds.</exception>
    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
            File.Delete(file + "-journal");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException(PersistenceErrors.StoreBusy, "A file of an import can't be deleted just now.", e);
        }
    }

    private IEnumerable<ImportKey> Find(string extension) => Directory.EnumerateFiles(_path, "*" + extension)
        .Select(file => Path.GetFileNameWithoutExtension(file).Split('.'))
        .Where(parts => parts.Length == 3)
        .Select(parts => new ImportKey(parts[0], parts[1], parts[2]))
        .OrderBy(key => key.Account, StringComparer.Ordinal).ThenBy(key => key.IntegrationId, StringComparer.Ordinal).ThenBy(key => key.ImportId, StringComparer.Ordinal);

    private string FileOf(ImportKey key, string extension) => Path.Combine(_path, $"{Plain(key.Account)}.{Plain(key.IntegrationId)}.{Plain(key.ImportId)}{extension}");

    /// <summary>Ids are ours, and plain; nothing else becomes part of a path.</summary>
    private static string Plain(string id) => id.AsSpan().ContainsAnyExcept(PlainCharacters) ? throw new ArgumentException("The key of an import has a part that is no id.", nameof(id)) : id;
}
