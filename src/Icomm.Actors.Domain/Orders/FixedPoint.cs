using System.Globalization;

namespace Icomm.Actors.Domain.Orders;

/// <summary>The arithmetic that <see cref="Money"/> and <see cref="Quantity"/> share: a 64-bit count of ten-thousandths, exact and order-independent when summed.</summary>
internal static class FixedPoint
{
    public const int Scale = 10_000;
    public const int Decimals = 4;

    /// <summary>The largest magnitude accepted from outside; sums of a hundred such values still fit.</summary>
    public const decimal Limit = 1_000_000_000_000m;

    public static bool TryToUnits(decimal value, out long units)
    {
        if (value is < -Limit or > Limit)
        {
            units = 0;
            return false;
        }

        units = (long)decimal.Round(value * Scale, 0, MidpointRounding.ToEven);
        return true;
    }

    public static long ToUnits(decimal value, string what) => TryToUnits(value, out var units)
        ? units
        : throw new ArgumentOutOfRangeException(what, value, $"must lie between -{Limit:0} and {Limit:0}");

    public static decimal ToDecimal(long units) => (decimal)units / Scale;

    public static string ToString(long units) => ToDecimal(units).ToString("0.00##", CultureInfo.InvariantCulture);
}
