using System.Security.Cryptography;
using System.Text;

namespace Icomm.Actors.Persistence;

/// <summary>
/// The folder that holds everything, or, beside a database server, the keys and files that the silos of a cluster share. Who has it is held by the operating system's lock on a file in it, which is
/// gone when the process is, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int KeyBytes = 32;

    private readonly FileStream _lock;
    private readonly byte[] _identityKey;

    private DataFolder(string path, FileStream @lock, byte[] identityKey)
    {
        Path = path;
        _lock = @lock;
        _identityKey = identityKey;
    }

    public string Path { get; }

    /// <summary>The database file.</summary>
    public string DatabaseFile => DatabaseFileIn(Path);

    /// <summary>Where the keys that encrypt secrets are kept.</summary>
    public string KeysFolder => System.IO.Path.Combine(Path, "keys");

    /// <summary>Where the rows of uploads wait, and the reports of what was not taken of them.</summary>
    public string ImportsFolder => System.IO.Path.Combine(Path, "imports");

    /// <summary>Where the first key is written to, for its owner to read and delete.</summary>
    public string FirstKeyFile => System.IO.Path.Combine(Path, "first-key");

    /// <summary>The installation's secret that profile ids are made with: 32 random bytes, created once. Losing it would give every customer a second profile.</summary>
    public ReadOnlyMemory<byte> IdentityKey => _identityKey;

    /// <summary>Creates the folder where needed, locks it against every other process, and reads or creates its identity key.</summary>
    /// <exception cref="PersistenceException">In use by another process, not writable, or its identity key is missing though there is a database.</exception>
    public static DataFolder Open(string path) => Open(path, isShared: false);

    /// <summary>The same for one of several silos: others may share it, none may have it alone. Whoever calls sees to it that no two do at the same time, since the first of them makes the identity key.</summary>
    /// <exception cref="PersistenceException">Another process has it alone, or it is not writable.</exception>
    public static DataFolder OpenShared(string path) => Open(path, isShared: true);

    /// <summary>Writes the first key, readable by the folder's owner only.</summary>
    public void WriteFirstKey(string text) => WritePrivately(FirstKeyFile, Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Releases the folder.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_identityKey);
        _lock.Dispose();
    }

    private static DataFolder Open(string path, bool isShared)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream? @lock = null;
        try
        {
            CreateFolder(path);
            CreateFolder(System.IO.Path.Combine(path, "keys"));
            CreateFolder(System.IO.Path.Combine(path, "imports"));
            @lock = Lock(path, isShared);
            return new DataFolder(path, @lock, ReadOrCreateIdentityKey(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            @lock?.Dispose();
            throw Unusable(path, e);
        }
        catch
        {
            @lock?.Dispose();
            throw;
        }
    }

    /// <summary>Sees that a folder has a database, before one is begun in it. Creates nothing.</summary>
    /// <exception cref="PersistenceException">It has none, or can't be looked into.</exception>
    internal static void RequireDatabase(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            File.GetAttributes(DatabaseFileIn(path)); // unlike File.Exists it tells a file that is missing from one that may not be seen
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PersistenceException(
                PersistenceErrors.DatabaseMissing,
                $"The data folder {path} has no database: set Persistence:DataFolder to the data folder of the silo, or Persistence:Provider and Persistence:ConnectionString if it keeps its data in PostgreSQL.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e);
        }
    }

    /// <summary>What tells one identity key from another without giving it away.</summary>
    /// <returns>Null when the folder has none.</returns>
    internal static byte[]? FindIdentityKeyDigest(string path) => IdentityKeyFileIn(path) is var file && File.Exists(file) ? DigestOf(File.ReadAllBytes(file)) : null;

    /// <summary>See <see cref="FindIdentityKeyDigest"/>.</summary>
    internal static byte[] DigestOf(ReadOnlySpan<byte> identityKey) => HMACSHA256.HashData(identityKey, "icomm identity key"u8);

    private static string DatabaseFileIn(string path) => System.IO.Path.Combine(path, "icomm.db");

    private static string IdentityKeyFileIn(string path) => System.IO.Path.Combine(path, "identity.key");

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStream Lock(string path, bool isShared)
    {
        var file = System.IO.Path.Combine(path, "lock");
        try
        {
            // The system shares a lock among those who only read.
            var options = Private(FileMode.OpenOrCreate, isShared ? FileShare.Read : FileShare.None);
            options.Access = isShared ? FileAccess.Read : FileAccess.ReadWrite;
            return new FileStream(file, options);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new PersistenceException(
                PersistenceErrors.DataFolderInUse, $"The data folder {path} is in use by another process. Stop that process, or choose another folder.", e);
        }
    }

    private static byte[] ReadOrCreateIdentityKey(string path)
    {
        var file = IdentityKeyFileIn(path);
        if (File.Exists(file))
        {
            var key = File.ReadAllBytes(file);
            return key.Length == KeyBytes ? key : throw IdentityKeyUnusable(file, $"has {key.Length} bytes instead of {KeyBytes}");
        }

        if (File.Exists(DatabaseFileIn(path)))
            throw IdentityKeyUnusable(file, "is missing");

        var created = RandomNumberGenerator.GetBytes(KeyBytes);
        WritePrivately(file, created);
        return created;
    }

    /// <summary>Written aside and renamed: a crash leaves the whole file or none.</summary>
    private static void WritePrivately(string file, ReadOnlySpan<byte> content)
    {
        var temporary = file + ".new";
        using (var stream = new FileStream(temporary, Private(FileMode.Create, FileShare.None)))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }

    private static PersistenceException Unusable(string path, Exception e) => new(PersistenceErrors.DataFolderUnusable, $"The data folder {path} can't be used: {e.Message}", e);

    private static PersistenceException IdentityKeyUnusable(string file, string what) => new(
        PersistenceErrors.IdentityKeyUnusable,
        $"{file} {what}. The profiles of the database were named with it, and another key would give every customer a second profile: restore it from a backup.");

    private static FileStreamOptions Private(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
