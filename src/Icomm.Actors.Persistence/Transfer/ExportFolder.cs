using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>The files of an export: <c>manifest.json</c> and the parts, which are JSON lines under gzip. Whatever is written is written aside and renamed: a file is whole, or not there.</summary>
internal sealed class ExportFolder
{
    private const string Aside = ".new";
    private const string PartExtension = ".ndjson.gz";

    private readonly string _path;

    private ExportFolder(string path) => _path = path;

    private string ManifestFile => Path.Combine(_path, "manifest.json");

    /// <summary>For an export: makes the folder where needed.</summary>
    /// <exception cref="PersistenceException">It can't be made, or holds something else than an export.</exception>
    public static ExportFolder Create(string path)
    {
        var folder = new ExportFolder(Path.GetFullPath(path));
        folder.Guard(() =>
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder._path);
            else
                Directory.CreateDirectory(folder._path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!File.Exists(folder.ManifestFile) && Directory.EnumerateFileSystemEntries(folder._path).Any(file => !file.EndsWith(Aside, StringComparison.Ordinal)))
                throw Unusable($"The folder {folder._path} holds something else than an export: choose an empty one.");
            return true;
        });
        return folder;
    }

    /// <summary>For an import.</summary>
    public static ExportFolder Open(string path) => new(Path.GetFullPath(path));

    public static string PartName(string table, int number) => string.Create(CultureInfo.InvariantCulture, $"{table}-{number:D5}{PartExtension}");

    /// <returns>The manifest and the SHA-256 of its file; null when there is none.</returns>
    /// <exception cref="PersistenceException">It can't be read, or a newer version of this program wrote it.</exception>
    public (ExportManifest Manifest, string Sha256)? FindManifest() => Guard<(ExportManifest, string)?>(() =>
    {
        if (!File.Exists(ManifestFile))
            return null;
        var bytes = File.ReadAllBytes(ManifestFile);
        try
        {
            var form = JsonDocument.Parse(bytes).RootElement;
            if (form.TryGetProperty("format", out var number) && number.GetInt32() > ExportManifest.CurrentFormat)
                throw Unreadable("manifest.json has a newer form: use the version of the program that wrote it, or a later one");
            return (JsonSerializer.Deserialize(bytes, ExportManifestJson.Default.ExportManifest)!, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw Unreadable("manifest.json is damaged: export again");
        }
    });

    public void Write(ExportManifest manifest) => Guard(() =>
    {
        using (var stream = OpenAside(ManifestFile))
        {
            JsonSerializer.Serialize(stream, manifest, ExportManifestJson.Default.ExportManifest);
            stream.Flush(flushToDisk: true);
        }

        File.Move(ManifestFile + Aside, ManifestFile, overwrite: true);
        return true;
    });

    /// <summary>Writes a part.</summary>
    /// <param name="write">Given what takes its lines.</param>
    /// <returns>SHA-256 of the file.</returns>
    public string WritePart(string name, Action<Stream> write) => Guard(() =>
    {
        var file = Path.Combine(_path, name);
        string hash;
        using (var stream = OpenAside(file))
        {
            using (var zipped = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
                write(zipped);
            stream.Flush(flushToDisk: true);
            stream.Position = 0;
            hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        File.Move(file + Aside, file, overwrite: true);
        return hash;
    });

    /// <summary>Whether a part is there as it was written.</summary>
    public bool Has(ExportedPart part)
    {
        try
        {
            using var file = File.OpenRead(PathOf(part));
            return IsWhole(file, part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes parts that broke off, and those of an earlier state that were not needed again.</summary>
    public void DeleteOthers(ExportManifest manifest) => Guard(() =>
    {
        var kept = manifest.Tables.SelectMany(table => table.Parts).Select(part => part.File).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_path).Where(file => file.EndsWith(Aside, StringComparison.Ordinal) || (file.EndsWith(PartExtension, StringComparison.Ordinal) && !kept.Contains(Path.GetFileName(file)))))
            File.Delete(file);
        return true;
    });

    /// <summary>The lines of a part, once its bytes are known to be those that were written.</summary>
    /// <exception cref="PersistenceException">The file is not there, or another.</exception>
    public Stream OpenPart(ExportedPart part) => Guard(() =>
    {
        var path = PathOf(part);
        if (!File.Exists(path))
            throw Unreadable($"{part.File} is missing: copy the whole folder, or export again");
        var file = File.OpenRead(path);
        if (!IsWhole(file, part))
        {
            file.Dispose();
            throw Unreadable($"{part.File} is not what was exported: copy the folder again, or export again");
        }

        file.Position = 0;
        return new GZipStream(file, CompressionMode.Decompress);
    });

    public PersistenceException Unreadable(string what) => new(PersistenceErrors.ExportUnreadable, $"The export {_path} can't be read: {what}.");

    public static PersistenceException Unusable(string message) => new(PersistenceErrors.ExportFolderUnusable, message);

    /// <summary>A manifest names files of its own folder and no others.</summary>
    private string PathOf(ExportedPart part) => part.File == Path.GetFileName(part.File) ? Path.Combine(_path, part.File) : throw Unreadable("manifest.json names a file elsewhere");

    private static bool IsWhole(FileStream file, ExportedPart part) => Convert.ToHexStringLower(SHA256.HashData(file)) == part.Sha256;

    private static FileStream OpenAside(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file + Aside, options);
    }

    private TResult Guard<TResult>(Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException(PersistenceErrors.ExportFolderUnusable, $"The folder {_path} can't be used: {e.Message}", e);
        }
    }
}
