using System.Numerics;

namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>
/// The values inside one range: each with its count while at most <see cref="MaxValues"/> are different, from then on counts of 1,024 or fewer equal parts of the range.
/// Which of the two it ends as depends on the values only, not on their order or on how they were split up and merged.
/// </summary>
internal sealed class RangeCounts
{
    /// <summary>Different values that are told apart.</summary>
    public const int MaxValues = 1_024;

    private const int MaxParts = 1_024;
    private const int FirstSlots = 16;

    private readonly RankRange _range;
    private readonly int _partShift;

    /// <summary>Open addressing, at most half full; a count of 0 marks a free slot.</summary>
    private long[] _values = new long[FirstSlots];
    private int[] _counts = new int[FirstSlots];
    private int _different;

    private int[]? _parts;

    public RangeCounts(RankRange range)
    {
        _range = range;
        var width = (ulong)range.To - (ulong)range.From;
        _partShift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(width) - BitOperations.Log2(MaxParts));
    }

    public void Add(long value, int count = 1)
    {
        if (_parts is { } parts)
        {
            parts[PartOf(value)] += count;
            return;
        }

        var slot = SlotOf(value);
        if (_counts[slot] == 0)
        {
            if (_different == MaxValues)
            {
                GiveUpValues()[PartOf(value)] += count;
                return;
            }

            if (2 * ++_different > _values.Length)
            {
                Grow();
                slot = SlotOf(value);
            }

            _values[slot] = value;
        }

        _counts[slot] += count;
    }

    public void Merge(RangeCounts other)
    {
        if (other._parts is not { } theirs)
        {
            for (var slot = 0; slot < other._values.Length; slot++)
            {
                if (other._counts[slot] > 0)
                    Add(other._values[slot], other._counts[slot]);
            }

            return;
        }

        var ours = _parts ?? GiveUpValues();
        for (var part = 0; part < ours.Length; part++)
            ours[part] += theirs[part];
    }

    /// <summary>Values or parts that occur, ascending.</summary>
    public IEnumerable<CountedRange> Counted()
    {
        if (_parts is null)
            return SortedValues().Select(v => new CountedRange(v.Value, v.Value, v.Count));
        return _parts.Index().Where(p => p.Item > 0).Select(p => new CountedRange(
            _range.From + ((long)p.Index << _partShift), Math.Min(_range.To, _range.From + (((long)p.Index + 1) << _partShift) - 1), p.Item));
    }

    public void Write(RankBytesWriter output)
    {
        var isParts = _parts is not null;
        var counted = Counted().ToList();
        output.Number(isParts ? 1UL : 0);
        output.Number((ulong)counted.Count);
        var next = (ulong)_range.From;
        foreach (var (from, to, count) in counted)
        {
            output.Number(((ulong)from - next) >> (isParts ? _partShift : 0));
            output.Number((ulong)count);
            next = (ulong)to + 1;
        }
    }

    public static RangeCounts Read(RankRange range, ref RankBytesReader input)
    {
        var counts = new RangeCounts(range);
        var isParts = input.Number(1) == 1;
        if (isParts)
            counts.GiveUpValues();
        var next = (ulong)range.From;
        for (var left = input.Number(MaxParts); left > 0; left--)
        {
            var from = next + (input.BigNumber() << (isParts ? counts._partShift : 0));
            if (from - (ulong)range.From > (ulong)range.To - (ulong)range.From)
                throw RankBytesReader.Damaged();
            counts.Add((long)from, input.Number(int.MaxValue));
            next = from + (isParts ? 1UL << counts._partShift : 1);
        }

        return counts;
    }

    private int PartOf(long value) => (int)(((ulong)value - (ulong)_range.From) >> _partShift);

    /// <summary>The value's slot, or the free one where it belongs.</summary>
    private int SlotOf(long value)
    {
        var mask = _values.Length - 1;
        var slot = (int)(((ulong)value * 0x9E3779B97F4A7C15) >> 32) & mask;
        while (_counts[slot] != 0 && _values[slot] != value)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var (values, counts) = (_values, _counts);
        (_values, _counts) = (new long[2 * values.Length], new int[2 * values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            var slot = SlotOf(values[i]);
            (_values[slot], _counts[slot]) = (values[i], counts[i]);
        }
    }

    private int[] GiveUpValues()
    {
        _parts = new int[MaxParts];
        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (_counts[slot] > 0)
                _parts[PartOf(_values[slot])] += _counts[slot];
        }

        (_values, _counts) = ([], []);
        return _parts;
    }

    private List<(long Value, int Count)> SortedValues()
    {
        var values = new List<(long Value, int Count)>(_different);
        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (_counts[slot] > 0)
                values.Add((_values[slot], _counts[slot]));
        }

        values.Sort();
        return values;
    }
}
