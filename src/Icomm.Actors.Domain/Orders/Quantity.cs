namespace Icomm.Actors.Domain.Orders;

/// <summary>A number of units, kept as ten-thousandths, so that sums are exact. Magnitude at most 10^12 when read from outside.</summary>
public readonly record struct Quantity(long TenThousandths) : IComparable<Quantity>
{
    public static readonly Quantity Zero;

    /// <exception cref="ArgumentOutOfRangeException">The magnitude is above 10^12.</exception>
    public static Quantity From(decimal value) => new(FixedPoint.ToUnits(value, nameof(value)));

    /// <returns>False when the magnitude is above 10^12.</returns>
    public static bool TryFrom(decimal value, out Quantity quantity)
    {
        var ok = FixedPoint.TryToUnits(value, out var units);
        quantity = new Quantity(units);
        return ok;
    }

    public decimal ToDecimal() => FixedPoint.ToDecimal(TenThousandths);

    public int CompareTo(Quantity other) => TenThousandths.CompareTo(other.TenThousandths);

    public override string ToString() => FixedPoint.ToString(TenThousandths);

    public static Quantity operator +(Quantity a, Quantity b) => new(checked(a.TenThousandths + b.TenThousandths));

    public static Quantity operator -(Quantity a, Quantity b) => new(checked(a.TenThousandths - b.TenThousandths));
}
