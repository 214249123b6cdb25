using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Makes the text that is kept of a record which can't be read, without what was paid with: payments carry the card's number, its parts and the bank's authorisation (facts §4.2), and
/// card data is kept nowhere (DESIGN §10).
/// </summary>
internal static partial class FenicioCards
{
    /// <summary>Not generated: whoever sends a message chooses its words, and backtracking over a long one takes the better part of a minute.</summary>
    private static readonly Regex CardField = new(
        """("?(?:\w*tarjeta\w*|bin|autorizacion|cvv|cvc|pan)"?\s*[:=]\s*)("[^"]*"?|[^,&}\s]*)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>.</summary>
    public static string Raw(JsonElement record) => RecordRaw.Of(record, IsCardField);

    /// <summary>The same of what is not JSON at all: what looks like a card's field, or like its number, is left out.</summary>
    public static string Raw(ReadOnlySpan<byte> message)
    {
        // A name may begin before the cut and its value end behind it: first cover, then cut.
        var text = Encoding.UTF8.GetString(message[..Math.Min(message.Length, 4 * RecordText.LongestRaw)]);
        return RecordText.Cut(CardNumber().Replace(CardField.Replace(text, "$1…"), "…"), RecordText.LongestRaw);
    }

    /// <summary>Whether a field may tell of a card.</summary>
    public static bool IsCardField(string name) =>
        name.Contains("tarjeta", StringComparison.OrdinalIgnoreCase)
        || name.ToLowerInvariant() is "bin" or "autorizacion" or "cvv" or "cvc" or "pan";

    [GeneratedRegex(@"\d(?:[ -]?\d){11,18}")]
    private static partial Regex CardNumber();
}
