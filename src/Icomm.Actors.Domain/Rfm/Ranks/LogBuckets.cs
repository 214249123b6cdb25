using System.Numerics;

namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>
/// A fixed division of the 64-bit numbers into buckets, in their order: 1,024 equal ones to each power of two, negative numbers mirrored. So -2,048 to 2,047 have a bucket
/// each, and no other bucket is wider than a thousandth of its values.
/// </summary>
internal static class LogBuckets
{
    private const int Bits = 10;

    /// <summary>How many there are on either side of zero.</summary>
    public const int HalfCount = (63 - Bits + 1) << Bits;

    /// <summary>From -<see cref="HalfCount"/> to <see cref="HalfCount"/> - 1.</summary>
    public static int Of(long value)
    {
        // -1 mirrors 0, so that the least number has a mirror image too.
        var sign = value >> 63;
        var magnitude = (ulong)(value ^ sign);
        var shift = Math.Max(0, 63 - Bits - BitOperations.LeadingZeroCount(magnitude | 1));
        return ((shift << Bits) + (int)(magnitude >> shift)) ^ (int)sign;
    }

    /// <summary>The least and the greatest value of a bucket.</summary>
    public static (long From, long To) RangeOf(int bucket)
    {
        var sign = bucket >> 31;
        var index = bucket ^ sign;
        var shift = Math.Max(0, (index >> Bits) - 1);
        var first = (long)(index - (shift << Bits)) << shift;
        var last = first + ((1L << shift) - 1);
        return sign == 0 ? (first, last) : (~last, ~first);
    }
}
