using System.Globalization;
using System.Text;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>
/// Reads amounts as files have them: <c>1.234,56</c>, <c>1,234.56</c>, <c>1234.56</c>, <c>1234,5</c>, with or without a currency's sign. Of two kinds of separators the last one separates the decimals.
/// A single one with three digits behind it and one to three before it, which isn't a zero, is one of thousands: amounts have two decimals.
/// </summary>
internal static class FenicioNumber
{
    private const int LongestText = 40;

    /// <returns>Null when the text is no number.</returns>
    public static decimal? Read(string text)
    {
        var digits = Bare(text);
        var last = digits.LastIndexOfAny(['.', ',']);
        if (last < 0)
            return Parse(digits);
        var separator = digits[last];
        var other = separator == '.' ? ',' : '.';
        var isAlone = digits.IndexOf(separator) == last;
        if (!isAlone && digits.Contains(other))
            return null;
        var isDecimal = isAlone && (digits.Contains(other) || !IsThousands(digits, last));
        var whole = isDecimal ? digits[..last] : digits;
        var groups = whole.TrimStart('-').Split(isDecimal ? other : separator);
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3)))
            return null;
        var sign = whole.StartsWith('-') ? "-" : "";
        return Parse(sign + string.Concat(groups) + (isDecimal ? "." + digits[(last + 1)..] : ""));
    }

    private static bool IsThousands(string digits, int separator)
    {
        var before = digits[..separator].TrimStart('-');
        return digits.Length - separator - 1 == 3 && before.Length is >= 1 and <= 3 && before[0] != '0';
    }

    /// <summary>Without spaces of any kind and without a currency's sign.</summary>
    private static string Bare(string text)
    {
        var bare = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var letter in text.Trim().Replace("U$S", "", StringComparison.OrdinalIgnoreCase).Replace("US$", "", StringComparison.OrdinalIgnoreCase))
        {
            if (!char.IsWhiteSpace(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.CurrencySymbol)
                bare.Append(letter);
        }

        return bare.ToString();
    }

    private static decimal? Parse(string plain) =>
        plain.Length <= LongestText && decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
