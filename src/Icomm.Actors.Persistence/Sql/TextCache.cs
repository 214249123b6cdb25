using System.Text;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>One string for each of a few texts that come in a million rows: names of groups and segments.</summary>
internal sealed class TextCache
{
    private const int Most = 1_000;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <param name="utf8">At most some hundred bytes.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        const int OnStack = 256;
        if (utf8.Length > OnStack)
            return Encoding.UTF8.GetString(utf8);
        Span<char> chars = stackalloc char[OnStack];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(chars, out var known))
            return known;
        var text = chars.ToString();
        if (_texts.Count < Most)
            _texts.Add(text, text);
        return text;
    }
}
