using System.Text;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Where a text lies in a <see cref="DraftText"/>.</summary>
internal readonly record struct TextSpan(int Offset, int Length);

/// <summary>Texts of a state under construction, as UTF-8, one behind the other.</summary>
internal sealed class DraftText
{
    private readonly GrowBuffer<byte> _bytes = new();

    public ReadOnlySpan<byte> this[TextSpan span] => _bytes.Span.Slice(span.Offset, span.Length);

    public int Count => _bytes.Count;

    public void Clear() => _bytes.Clear();

    public TextSpan Add(ReadOnlySpan<byte> utf8)
    {
        var offset = _bytes.Count;
        _bytes.AddRange(utf8);
        return new TextSpan(offset, utf8.Length);
    }

    /// <summary>Encodes a text, cut to <paramref name="maxLength"/> UTF-16 units. Half surrogate pairs become U+FFFD, and so does U+0000, which PostgreSQL reads in no text.</summary>
    public TextSpan Add(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length > maxLength)
            text = text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
        if (text.Contains('\0'))
            text = text.ToString().Replace('\0', '\uFFFD');
        var offset = _bytes.Count;
        var written = Encoding.UTF8.GetBytes(text, _bytes.Extend(Encoding.UTF8.GetMaxByteCount(text.Length)));
        _bytes.Truncate(offset + written);
        return new TextSpan(offset, written);
    }

    /// <summary>Puts bytes of the same length in a text's place.</summary>
    public void Overwrite(TextSpan span, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.Span.Slice(span.Offset, span.Length));

    /// <summary>Drops the texts added since <paramref name="count"/> was read.</summary>
    public void Truncate(int count) => _bytes.Truncate(count);
}
