namespace Icomm.Actors.Publishing.Values;

/// <summary>Makes text fit where only plain text on one line may stand.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Line breaks and control characters become blanks; halves of surrogate pairs, which no encoding can carry, become U+FFFD.</summary>
    public static string OneLine(string text)
    {
        var at = FirstUnfit(text);
        return at < 0 ? text : string.Create(text.Length, (text, at), static (fit, from) =>
        {
            from.text.CopyTo(fit);
            for (var i = from.at; i < fit.Length; i++)
            {
                if (char.IsHighSurrogate(fit[i]) && i + 1 < fit.Length && char.IsLowSurrogate(fit[i + 1]))
                    i++;
                else
                    fit[i] = Fit(fit[i]);
            }
        });
    }

    /// <summary>At most <paramref name="length"/> characters, not ending in half a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static int FirstUnfit(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (Fit(text[i]) != text[i])
                return i;
        }

        return -1;
    }

    private static char Fit(char each) => char.IsSurrogate(each) ? Replacement : char.IsControl(each) || each is '\u2028' or '\u2029' ? ' ' : each;
}
