using Icomm.Actors.Testing.Outside.Processes;

namespace Icomm.Actors.EndToEnd;

/// <summary>Where the real orders are.</summary>
internal static class SharedData
{
    public const string OnlineRetailName = "online-retail.csv.gz";
    public const string RfmOrdersName = "rfm-orders.csv.gz";

    public static string OnlineRetail { get; } = PathOf(OnlineRetailName);

    public static string RfmOrders { get; } = PathOf(RfmOrdersName);

    public static string PathOf(string name) => Path.Combine(
        Environment.GetEnvironmentVariable("ICOMM_SHARED_DATA") is { Length: > 0 } folder ? folder : Path.GetFullPath(Path.Combine(Shipped.RepositoryRoot, "..", "shared", "data")), name);
}
