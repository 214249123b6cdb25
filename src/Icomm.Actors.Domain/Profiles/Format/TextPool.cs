using System.Text;
using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>One string for texts that come again and again: the products, categories and brands of a shop, named by each of its orders. Of two that fall on the same place the later one stays.</summary>
internal sealed class TextPool
{
    private const int Places = 4_096;

    /// <summary>Bytes of UTF-8; longer texts are rare and not kept.</summary>
    private const int Longest = 128;

    private readonly (byte[] Utf8, string Text)[] _known = new (byte[], string)[Places];

    /// <param name="utf8">Well-formed.</param>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest)
            return Encoding.UTF8.GetString(utf8);
        ref var known = ref _known[XxHash64.Of(utf8) % Places];
        if (known.Utf8 is null || !utf8.SequenceEqual(known.Utf8))
            known = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return known.Text;
    }
}
