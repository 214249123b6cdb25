using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// Sums of ten-thousandths are kept in 128 bits, so that their order never matters, and only shown in 64: at ±922 trillion (in the major unit) a figure stops growing
/// instead of failing the whole profile.
/// </summary>
internal static class Sums
{
    public static long Saturate(Int128 value) => value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    public static Money Money(Int128 tenThousandths) => new(Saturate(tenThousandths));

    public static Quantity Quantity(Int128 tenThousandths) => new(Saturate(tenThousandths));

    /// <summary>A sum converted and rounded half to even to ten-thousandths.</summary>
    public static Int128 Convert(Int128 tenThousandths, decimal rate)
    {
        if (rate == 1m)
            return tenThousandths;
        try
        {
            return (Int128)decimal.Round((decimal)tenThousandths * rate, 0, MidpointRounding.ToEven);
        }
        catch (OverflowException)
        {
            return tenThousandths < 0 ^ rate < 0 ? long.MinValue : long.MaxValue;
        }
    }

    /// <summary>The mean, rounded half to even to ten-thousandths; null over none.</summary>
    public static Money? Average(Int128 tenThousandths, int count)
    {
        if (count == 0)
            return null;
        if (tenThousandths >= -long.MaxValue && tenThousandths <= long.MaxValue)
            return new Money(Average((long)tenThousandths, count));
        var (quotient, remainder) = Int128.DivRem(Int128.Abs(tenThousandths), count);
        if (remainder * 2 > count || (remainder * 2 == count && Int128.IsOddInteger(quotient)))
            quotient++;
        return Money(tenThousandths < 0 ? -quotient : quotient);
    }

    /// <summary>The same in the range that nearly all sums are in, many times faster.</summary>
    private static long Average(long tenThousandths, int count)
    {
        var (quotient, remainder) = Math.DivRem(Math.Abs(tenThousandths), count);
        if (remainder * 2 > count || (remainder * 2 == count && long.IsOddInteger(quotient)))
            quotient++;
        return tenThousandths < 0 ? -quotient : quotient;
    }
}
