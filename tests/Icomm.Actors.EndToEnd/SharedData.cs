using Icomm.Actors.EndToEnd.Processes;

namespace Icomm.Actors.EndToEnd;

/// <summary>Where the real orders are.</summary>
internal static class SharedData
{
    public static string OnlineRetail { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("ICOMM_SHARED_DATA") is { Length: > 0 } folder ? folder : Path.GetFullPath(Path.Combine(Shipped.RepositoryRoot, "..", "shared", "data")),
        "online-retail.csv.gz");
}
