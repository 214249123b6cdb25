using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

/// <summary>A fact about the R package's orders: skipped, with the reason shown, where the file isn't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RfmOrdersFactAttribute : FactAttribute
{
    public RfmOrdersFactAttribute()
    {
        if (!System.IO.File.Exists(File))
            Skip = $"The R package's orders are not at {File}; set ICOMM_SHARED_DATA to their folder.";
    }

    internal static string File { get; } = Path.Combine(Path.GetDirectoryName(SharedData.OnlineRetail)!, "rfm-orders.csv.gz");
}
