using System.Text.Json;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>Reads what is shown.</summary>
internal static class Seen
{
    public static bool Has(this JsonElement shown, string name) => shown.TryGetProperty(name, out _);

    /// <exception cref="KeyNotFoundException">It is not shown.</exception>
    public static string Text(this JsonElement shown, string name) => shown.GetProperty(name).GetString()!;

    public static DateTimeOffset Instant(this JsonElement shown, string name) => shown.GetProperty(name).GetDateTimeOffset();

    public static long Number(this JsonElement shown, string name) => shown.GetProperty(name).GetInt64();

    public static bool IsOn(this JsonElement shown, string name) => shown.GetProperty(name).GetBoolean();
}
