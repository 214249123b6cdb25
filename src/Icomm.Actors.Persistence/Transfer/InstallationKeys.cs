using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>Which keys a data folder has: digests of them, never the keys. They stay out of an export, and what is in it is worth nothing without them.</summary>
/// <param name="Identity">Of the key that profile ids are made with.</param>
/// <param name="Secrets">SHA-256 of each file of the folder <c>keys</c>, by its name.</param>
internal sealed record InstallationKeys(string Identity, ImmutableSortedDictionary<string, string> Secrets)
{
    /// <exception cref="PersistenceException">The folder has no identity key, or can't be read.</exception>
    public static InstallationKeys In(string dataFolder)
    {
        var path = Path.GetFullPath(dataFolder);
        var keys = Path.Combine(path, "keys");
        try
        {
            var digest = DataFolder.FindIdentityKeyDigest(path) ?? throw Missing(path, "has no identity.key");
            var files = Directory.Exists(keys) ? Directory.EnumerateFiles(keys, "*.xml") : [];
            return new InstallationKeys(
                Convert.ToHexStringLower(digest),
                files.ToImmutableSortedDictionary(file => Path.GetFileName(file), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))), StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException(PersistenceErrors.DataFolderUnusable, $"The data folder {path} can't be used: {e.Message}", e);
        }
    }

    /// <summary>Sees that a data folder can read what these keys wrote. It may have more of them.</summary>
    /// <exception cref="PersistenceException">It can't.</exception>
    public void Require(string dataFolder)
    {
        var there = In(dataFolder);
        if (there.Identity != Identity)
            throw Missing(Path.GetFullPath(dataFolder), "has another identity.key");
        if (Secrets.FirstOrDefault(key => there.Secrets.GetValueOrDefault(key.Key) != key.Value) is { Key: { } file })
        {
            throw new PersistenceException(
                PersistenceErrors.SecretsUnreadable,
                $"The data folder {Path.GetFullPath(dataFolder)} lacks keys/{file}, which credentials in the export may be encrypted with: copy the folder keys from the data folder that was exported.");
        }
    }

    private static PersistenceException Missing(string path, string what) => new(
        PersistenceErrors.IdentityKeyUnusable,
        $"The data folder {path} {what}, and the customers of the export were named with its own: copy identity.key and the folder keys from the data folder that was exported, before any silo starts there.");
}
