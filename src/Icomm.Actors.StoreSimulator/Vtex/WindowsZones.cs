namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>VTEX names time zones as Windows does.</summary>
internal static class WindowsZones
{
    private static readonly Dictionary<string, string> ByIana = new(StringComparer.Ordinal)
    {
        ["America/Montevideo"] = "Montevideo Standard Time",
        ["America/Sao_Paulo"] = "E. South America Standard Time",
        ["America/Argentina/Buenos_Aires"] = "Argentina Standard Time",
        ["Europe/London"] = "GMT Standard Time",
    };

    public static string Of(string iana) => ByIana.GetValueOrDefault(iana, "UTC");
}
