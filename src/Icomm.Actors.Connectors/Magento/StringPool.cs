using System.Text.Json;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Gives equal texts of one page the same string: product names, states and currencies repeat on nearly every order.</summary>
internal sealed class StringPool
{
    private const int LongestPooled = 256;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="reader">Stands on a string.</param>
    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestPooled)
            return reader.GetString()!;
        Span<char> text = stackalloc char[LongestPooled];
        return Get(text[..reader.CopyString(text)]);
    }

    public string Get(ReadOnlySpan<char> text)
    {
        if (_known.TryGetValue(text, out var known))
            return known;
        known = text.ToString();
        _known.Set.Add(known);
        return known;
    }
}
