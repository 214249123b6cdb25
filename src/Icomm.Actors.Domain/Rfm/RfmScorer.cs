using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>A model made ready to score many: cuts as whole numbers, segments by cell. Thread-safe.</summary>
public sealed class RfmScorer
{
    /// <summary>By period, dimension and cut: what a value must be above to score one more.</summary>
    private readonly long[] _thresholds = new long[RfmPeriods.Count * 3 * RfmCuts.Count];
    private readonly bool[] _hasPopulation = new bool[RfmPeriods.Count];
    private readonly string[] _segments;

    /// <exception cref="SegmentMapException">The model's map is not valid.</exception>
    public RfmScorer(RfmModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _segments = SegmentTable.Of(model.Segments);
        foreach (var period in RfmPeriods.All)
        {
            var cuts = model[period];
            _hasPopulation[(int)period] = cuts.Population > 0;
            if (cuts.Population == 0)
                continue;
            Fill(period, 0, cuts.Recency.AsSpan(), 1);
            Fill(period, 1, cuts.Frequency.AsSpan(), 1);
            Fill(period, 2, cuts.Monetary.AsSpan(), 10_000);
        }
    }

    public RfmModel Model { get; }

    /// <summary>The score of a customer of the period as of a day; <c>default</c> outside the population.</summary>
    /// <param name="asOf"><see cref="DateOnly.DayNumber"/> that recency is counted to.</param>
    public RfmScore Score(RfmPeriod period, in RfmValues values, int asOf)
    {
        if (!values.IsInPopulation || !_hasPopulation[(int)period])
            return default;
        var at = (int)period * 3 * RfmCuts.Count;
        return new RfmScore(
            (byte)(5 - Reached(at, asOf - values.LastDay)), (byte)(1 + Reached(at + RfmCuts.Count, values.Purchases)), (byte)(1 + Reached(at + 2 * RfmCuts.Count, values.Amount)));
    }

    /// <summary>The scores of every period, group and segment; nothing of earlier segments.</summary>
    /// <param name="values">By period.</param>
    /// <param name="asOf"><see cref="DateOnly.DayNumber"/> that the values are as of.</param>
    public ProfileRfm Score(ReadOnlySpan<RfmValues> values, int asOf)
    {
        var scores = ImmutableArray.CreateBuilder<RfmScore>(RfmPeriods.Count);
        foreach (var period in RfmPeriods.All)
            scores.Add(Score(period, values[(int)period], asOf));
        var lifetime = scores[(int)RfmPeriod.Lifetime];
        return new ProfileRfm
        {
            ModelVersion = Model.Version,
            ModelAsOf = Model.AsOf,
            Scores = scores.MoveToImmutable(),
            Group = RfmGroups.Of(lifetime),
            Segment = SegmentOf(lifetime),
        };
    }

    /// <summary>The segment of a lifetime score; that of somebody who never purchased is <see cref="RfmGroups.Prospects"/>.</summary>
    public string SegmentOf(RfmScore lifetime) => lifetime.Exists ? _segments[lifetime.Cell] : RfmGroups.Prospects;

    private int Reached(int at, long value)
    {
        var reached = 0;
        foreach (var threshold in _thresholds.AsSpan(at, RfmCuts.Count))
            reached += value > threshold ? 1 : 0;
        return reached;
    }

    /// <summary>
    /// A whole number of units is above a cut when it is above the cut's whole part (<see cref="RfmMethod.Quantile"/>), and reaches one when it is above the whole number
    /// before (<see cref="RfmMethod.RRfm"/>).
    /// </summary>
    private void Fill(RfmPeriod period, int dimension, ReadOnlySpan<decimal> cuts, int unit)
    {
        for (var i = 0; i < cuts.Length; i++)
        {
            var cut = cuts[i] * unit;
            var threshold = Model.Method == RfmMethod.Quantile ? decimal.Floor(cut) : decimal.Ceiling(cut) - 1;

            // Sums stop at the greatest 64-bit number, and nothing is above that.
            _thresholds[((int)period * 3 + dimension) * RfmCuts.Count + i] = threshold >= long.MaxValue ? long.MaxValue : (long)threshold;
        }
    }
}
