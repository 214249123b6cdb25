using Microsoft.AspNetCore.DataProtection;

namespace Icomm.Actors.Persistence.Secrets;

/// <summary>The keys of the data folder that secrets are encrypted with, apart from whatever the host protects with its own.</summary>
internal static class ProtectionKeys
{
    public static IDataProtectionProvider Open(DataFolder folder) =>
        DataProtectionProvider.Create(new DirectoryInfo(folder.KeysFolder), builder => builder.SetApplicationName("Icomm.Actors"));

    /// <summary>Makes the first key where there is none: silos that each made one at their first use would not know each other's for a while.</summary>
    public static void EnsureOne(DataFolder folder)
    {
        if (!Directory.EnumerateFiles(folder.KeysFolder, "key-*.xml").Any())
            Open(folder).CreateProtector("first key").Protect([]);
    }
}
