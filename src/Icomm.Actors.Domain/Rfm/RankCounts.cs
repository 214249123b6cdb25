using Icomm.Actors.Domain.Rfm.Ranks;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>
/// What one part of the population contributes to a pass; parts add up in any order. Takes at most <see cref="MaxBytes"/>, however many customers and different values
/// there are. Not thread-safe: each part has its own.
/// </summary>
public sealed class RankCounts
{
    /// <summary>
    /// Bound of an object's memory, and of its <see cref="ToBytes"/>. In the first pass that is 154 pages of 4 KB for each of 7 periods, in the others 168 ranges of at
    /// most 1,024 values in 2,048 slots of 12 bytes each. A real population takes a tenth of that.
    /// </summary>
    public const int MaxBytes = 5 << 20;

    private readonly int[] _population = new int[RfmPeriods.Count];

    /// <summary>First pass: one a list.</summary>
    private readonly BucketCounts[] _buckets = [];

    /// <summary>Later passes: one a range; those of a list begin at its index in <see cref="_firstRange"/>.</summary>
    private readonly RangeCounts[] _ranges = [];
    private readonly int[] _firstRange = new int[RankLists.Count + 1];

    public RankCounts(RankQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        Question = question;
        if (question.Ranges.IsEmpty)
        {
            _buckets = [.. Enumerable.Range(0, RankLists.Count).Select(_ => new BucketCounts())];
            return;
        }

        _ranges = [.. question.Ranges.Select(range => new RangeCounts(range))];
        for (var list = 0; list <= RankLists.Count; list++)
            _firstRange[list] = question.Ranges.Count(range => range.List < list);
    }

    /// <summary>What is counted.</summary>
    public RankQuestion Question { get; }

    /// <summary>Counts one customer.</summary>
    /// <param name="values">By period; more than <see cref="RfmPeriods.Count"/> are not looked at.</param>
    /// <exception cref="OverflowException">There are more than 2,147,483,647 customers.</exception>
    public void Add(ReadOnlySpan<RfmValues> values)
    {
        values = values[..RfmPeriods.Count];
        for (var period = 0; period < values.Length; period++)
        {
            ref readonly var value = ref values[period];
            if (!value.IsInPopulation)
                continue;
            checked
            {
                _population[period]++;
            }

            var list = period * RankLists.Dimensions;
            if (_ranges.Length == 0)
            {
                _buckets[list].Add(value.LastDay - RankLists.FirstDay);
                _buckets[list + 1].Add(value.Purchases);
                _buckets[list + 2].Add(value.Amount);
            }
            else
            {
                AddToRange(list, value.LastDay - RankLists.FirstDay);
                AddToRange(list + 1, value.Purchases);
                AddToRange(list + 2, value.Amount);
            }
        }
    }

    /// <summary>Adds what another part has counted.</summary>
    /// <exception cref="ArgumentException">It answers another question.</exception>
    /// <exception cref="OverflowException">There are more than 2,147,483,647 customers.</exception>
    public void Merge(RankCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!other.Question.Equals(Question))
            throw new ArgumentException("the parts answer different questions", nameof(other));
        for (var period = 0; period < _population.Length; period++)
            _population[period] = checked(_population[period] + other._population[period]);
        for (var list = 0; list < _buckets.Length; list++)
            _buckets[list].Merge(other._buckets[list]);
        for (var range = 0; range < _ranges.Length; range++)
            _ranges[range].Merge(other._ranges[range]);
    }

    /// <summary>A form that travels between silos: what occurs, in variable-length numbers.</summary>
    public byte[] ToBytes()
    {
        var output = new RankBytesWriter();
        output.Number((ulong)Question.Pass);
        foreach (var population in _population)
            output.Number((ulong)population);
        foreach (var counts in _buckets)
            counts.Write(output);
        foreach (var counts in _ranges)
            counts.Write(output);
        return output.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or answer another question.</exception>
    public static RankCounts FromBytes(RankQuestion question, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var counts = new RankCounts(question);
        var input = new RankBytesReader(bytes);
        if (input.Number(int.MaxValue) != question.Pass)
            throw RankBytesReader.Damaged();
        foreach (ref var population in counts._population.AsSpan())
            population = input.Number(int.MaxValue);
        foreach (ref var buckets in counts._buckets.AsSpan())
            buckets = BucketCounts.Read(ref input);
        for (var range = 0; range < counts._ranges.Length; range++)
            counts._ranges[range] = RangeCounts.Read(question.Ranges[range], ref input);
        return input.IsAtEnd ? counts : throw RankBytesReader.Damaged();
    }

    /// <summary>Customers with a purchase in the period.</summary>
    internal int Population(int period) => _population[period];

    internal IEnumerable<CountedRange> CountedOfList(int list) => _buckets[list].Counted();

    internal IEnumerable<CountedRange> CountedOfRange(int range) => _ranges[range].Counted();

    private void AddToRange(int list, long value)
    {
        // Eight at most, ascending.
        for (var i = _firstRange[list]; i < _firstRange[list + 1]; i++)
        {
            ref readonly var range = ref Question.Ranges.ItemRef(i);
            if (value > range.To)
                continue;
            if (value >= range.From)
                _ranges[i].Add(value);
            return;
        }
    }
}
