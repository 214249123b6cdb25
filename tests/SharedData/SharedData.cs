namespace Icomm.Actors.Testing;

/// <summary>Where the real orders are: in the folder that <c>ICOMM_SHARED_DATA</c> names, or in <c>../shared/data</c> beside the repository.</summary>
internal static class SharedData
{
    public const string OnlineRetailName = "online-retail.csv.gz";
    public const string RfmOrdersName = "rfm-orders.csv.gz";

    private static readonly string Folder = Find();

    public static string OnlineRetail { get; } = PathOf(OnlineRetailName);

    public static string RfmOrders { get; } = PathOf(RfmOrdersName);

    public static string PathOf(string name) => Path.Combine(Folder, name);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("ICOMM_SHARED_DATA") is { Length: > 0 } given)
            return given;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Icomm.Actors.sln")))
                return Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data"));
        }

        return AppContext.BaseDirectory;
    }
}
