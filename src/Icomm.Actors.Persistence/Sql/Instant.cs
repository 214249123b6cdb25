using System.Globalization;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Instants as text that reads, sorts and comes back exactly: <c>2026-11-21T18:40:00.0000000Z</c>.</summary>
internal static class Instant
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? instant) => instant is { } known ? Text(known) : null;

    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateTimeOffset? ParseOrNull(string? text) => text is null ? null : Parse(text);
}
