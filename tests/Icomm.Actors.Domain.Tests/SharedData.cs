namespace Icomm.Actors.Domain.Tests;

/// <summary>Where the real orders are: the folder <c>ICOMM_SHARED_DATA</c> names, or <c>../shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    public static string RfmOrders { get; } = Path.Combine(Folder(), "rfm-orders.csv.gz");

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("ICOMM_SHARED_DATA") is { Length: > 0 } given)
            return given;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Icomm.Actors.sln")))
            folder = folder.Parent;
        return Path.Combine((folder ?? new DirectoryInfo(AppContext.BaseDirectory)).FullName, "..", "shared", "data");
    }
}

/// <summary>A test on the real orders of the shared data folder. Skipped, and said so, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!File.Exists(SharedData.RfmOrders))
            Skip = $"The real orders are not here: {SharedData.RfmOrders}. Set ICOMM_SHARED_DATA to the folder that holds rfm-orders.csv.gz.";
    }
}
