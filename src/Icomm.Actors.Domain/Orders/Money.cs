namespace Icomm.Actors.Domain.Orders;

/// <summary>
/// An amount in major units of some currency, kept as ten-thousandths (the four decimals of Magento's columns), so that sums are exact.
/// Magnitude at most 10^12 when read from outside; finer decimals are rounded half to even.
/// </summary>
public readonly record struct Money(long TenThousandths) : IComparable<Money>
{
    public static readonly Money Zero;

    /// <exception cref="ArgumentOutOfRangeException">The magnitude is above 10^12.</exception>
    public static Money From(decimal value) => new(FixedPoint.ToUnits(value, nameof(value)));

    /// <returns>False when the magnitude is above 10^12.</returns>
    public static bool TryFrom(decimal value, out Money money)
    {
        var ok = FixedPoint.TryToUnits(value, out var units);
        money = new Money(units);
        return ok;
    }

    public decimal ToDecimal() => FixedPoint.ToDecimal(TenThousandths);

    public int CompareTo(Money other) => TenThousandths.CompareTo(other.TenThousandths);

    public override string ToString() => FixedPoint.ToString(TenThousandths);

    public static Money operator +(Money a, Money b) => new(checked(a.TenThousandths + b.TenThousandths));

    public static Money operator -(Money a, Money b) => new(checked(a.TenThousandths - b.TenThousandths));

    public static bool operator >(Money a, Money b) => a.TenThousandths > b.TenThousandths;

    public static bool operator <(Money a, Money b) => a.TenThousandths < b.TenThousandths;

    public static bool operator >=(Money a, Money b) => a.TenThousandths >= b.TenThousandths;

    public static bool operator <=(Money a, Money b) => a.TenThousandths <= b.TenThousandths;
}
