using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Values of row after row, <see cref="RfmPeriods.Count"/> each.</summary>
internal sealed class ValueBuffer
{
    private RfmValues[] _values = new RfmValues[64 * RfmPeriods.Count];

    public int Rows { get; private set; }

    /// <summary>Room for the values of the next row.</summary>
    public Span<RfmValues> Next()
    {
        var at = Rows++ * RfmPeriods.Count;
        if (at == _values.Length)
            Array.Resize(ref _values, 2 * at);
        return _values.AsSpan(at, RfmPeriods.Count);
    }

    public RfmValues[] ToArray()
    {
        Array.Resize(ref _values, Rows * RfmPeriods.Count);
        return _values;
    }
}
