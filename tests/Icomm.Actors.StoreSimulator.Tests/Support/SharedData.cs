namespace Icomm.Actors.StoreSimulator.Tests.Support;

/// <summary>Finds the real data: in ICOMM_SHARED_DATA, or in shared/data beside the repository.</summary>
internal static class SharedData
{
    public static string OnlineRetail { get; } = Path.Combine(Folder(), "online-retail.csv.gz");

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ICOMM_SHARED_DATA") is { Length: > 0 } given) return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Icomm.Actors.sln"))) return Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data"));
        }

        return AppContext.BaseDirectory;
    }
}
