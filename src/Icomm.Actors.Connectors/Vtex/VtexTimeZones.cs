using System.Collections.Frozen;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>VTEX names time zones as Windows does (<c>E. South America Standard Time</c>).</summary>
internal static class VtexTimeZones
{
    /// <summary>Where a Windows zone stands for several countries, the one that VTEX's shops are in.</summary>
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["E. South America Standard Time"] = "America/Sao_Paulo",
        ["Argentina Standard Time"] = "America/Argentina/Buenos_Aires",
        ["Montevideo Standard Time"] = "America/Montevideo",
        ["Pacific SA Standard Time"] = "America/Santiago",
        ["SA Pacific Standard Time"] = "America/Bogota",
        ["Venezuela Standard Time"] = "America/Caracas",
        ["Paraguay Standard Time"] = "America/Asuncion",
        ["SA Western Standard Time"] = "America/La_Paz",
        ["Central Standard Time (Mexico)"] = "America/Mexico_City",
        ["Central America Standard Time"] = "America/Guatemala",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <returns>An IANA id; null when the name is no zone.</returns>
    public static string? ToIana(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        name = name.Trim();
        if (Known.TryGetValue(name, out var known))
            return known;
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var converted))
            return converted;
        return name.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) ? name : null;
    }
}
