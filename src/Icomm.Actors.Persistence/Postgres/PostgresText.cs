using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Text as PostgreSQL can keep it: without the character 0 and without half surrogate pairs, which stores do send. U+FFFD stands in their place, as it does for the halves on SQLite.
/// </summary>
internal static class PostgresText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || IsPlain(text) ? text : Replaced(text);

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal);

    private static string Replaced(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            kept.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return kept.ToString();
    }
}
