namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>Writes numbers of seven bits a byte, least first, the highest bit saying that more follow.</summary>
internal sealed class RankBytesWriter
{
    private byte[] _bytes = new byte[256];
    private int _count;

    public void Number(ulong value)
    {
        if (_count + 10 > _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        for (; value >= 0x80; value >>= 7)
            _bytes[_count++] = (byte)(value | 0x80);
        _bytes[_count++] = (byte)value;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _count).ToArray();
}

/// <summary>Reads what <see cref="RankBytesWriter"/> has written.</summary>
internal ref struct RankBytesReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <exception cref="InvalidDataException">The number is above <paramref name="max"/>, or there is none.</exception>
    public int Number(int max)
    {
        var value = BigNumber();
        return value <= (ulong)max ? (int)value : throw Damaged();
    }

    /// <exception cref="InvalidDataException">There is no number.</exception>
    public ulong BigNumber()
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(10, _rest.Length); i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return value;
        }

        throw Damaged();
    }

    public static InvalidDataException Damaged() => new("the counts of a part of the population are damaged, or answer another question");
}
