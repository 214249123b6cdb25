using System.Text.RegularExpressions;
using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Makes the API's own words fit to be kept and shown: it tends to quote what it was sent.</summary>
internal static partial class ReceiverText
{
    private const int MaxLength = 300;

    /// <returns>One line of at most 300 characters without e-mails and without <paramref name="secrets"/>; empty for nothing.</returns>
    public static string Clean(string? text, params ReadOnlySpan<string> secrets)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        foreach (var secret in secrets)
            text = text.Replace(secret, "(key)", StringComparison.OrdinalIgnoreCase);

        // Cut first to a multiple, so that a huge text costs little, and last to size, so that no e-mail is cut in two before it is found.
        text = Email().Replace(PlainText.OneLine(PlainText.Cut(text, MaxLength * 20)), "(e-mail)");
        return PlainText.Cut(text.Trim(), MaxLength);
    }

    /// <summary>Whatever holds an @ or its encoded forms between blanks: rather too much than too little.</summary>
    [GeneratedRegex(@"[^\s""'<>(),;]*(?:@|%40|&#64;)[^\s""'<>(),;]*", RegexOptions.IgnoreCase)]
    private static partial Regex Email();
}
