using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm.Ranks;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>
/// Finds a model's exact cuts over a population of any size, in memory that doesn't grow with it: the population is gone through a few times, in parts and in any order, and each pass narrows
/// down where the wanted ranks lie. One object leads; each part counts with <see cref="RankCounts"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// The first pass counts by magnitude (<see cref="RankQuestion.First"/>), each other one looks into the at most eight ranges a list that hold wanted ranks, and takes their
/// values one by one, or in a thousand parts while there are too many different ones. Two passes do for a usual database of a million customers; there can't be more than seven.
/// Apart from one <see cref="RankCounts"/> a search takes some 20 KB.
/// </remarks>
public sealed class RankSearch
{
    private readonly RankList[] _lists = new RankList[RankLists.Count];
    private RankQuestion? _next = RankQuestion.First;

    /// <summary>What the next pass has to count; null when every rank is found.</summary>
    public RankQuestion? Next() => _next;

    /// <summary>Takes the counts of one pass, all parts of it merged.</summary>
    /// <exception cref="ArgumentException">They answer another question than <see cref="Next"/>.</exception>
    /// <exception cref="PopulationChangedException">They aren't of the population that the passes before have counted. The search can't go on.</exception>
    public void Answer(RankCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (!counts.Question.Equals(_next))
            throw new ArgumentException("these counts answer another question", nameof(counts));
        if (counts.Question.Pass == 1)
            Begin(counts);
        else
            Narrow(counts);
        var ranges = _lists.SelectMany((list, i) => list.Open.Select(range => new RankRange(i, range.From, range.To))).ToImmutableArray();
        _next = ranges.IsEmpty ? null : new RankQuestion { Pass = counts.Question.Pass + 1, Ranges = ranges };
    }

    /// <summary>The cuts of every period, once <see cref="Next"/> gives null.</summary>
    /// <param name="asOf"><see cref="DateOnly.DayNumber"/> that recency is counted to.</param>
    /// <exception cref="InvalidOperationException">There is another pass to make.</exception>
    public ImmutableArray<RfmCuts> Cuts(RfmMethod method, int asOf)
    {
        if (_next is not null)
            throw new InvalidOperationException("the cuts aren't found yet");
        return [.. RfmPeriods.All.Select(period => CutsOf((int)period * RankLists.Dimensions, method == RfmMethod.RRfm ? 1 : 0, asOf))];
    }

    private void Begin(RankCounts counts)
    {
        for (var list = 0; list < _lists.Length; list++)
        {
            _lists[list] = new RankList(counts.Population(list / RankLists.Dimensions));
            _lists[list].Begin(counts.CountedOfList(list));
        }
    }

    private void Narrow(RankCounts counts)
    {
        var first = 0;
        for (var list = 0; list < _lists.Length; list++)
        {
            if (_lists[list].Population != counts.Population(list / RankLists.Dimensions))
                throw new PopulationChangedException();
            var start = first;
            first += _lists[list].Open.Count;
            _lists[list].Narrow(range => counts.CountedOfRange(start + range));
        }
    }

    private RfmCuts CutsOf(int list, int added, int asOf)
    {
        var population = _lists[list].Population;
        if (population == 0)
            return RfmCuts.None;

        // Who bought longest ago comes last by recency and first by day: the quantile at k fifths of the one is that at 5 - k of the other.
        return new RfmCuts(
            population,
            Cuts(k => asOf - RankLists.FirstDay - _lists[list].Quantile(5 - k) + added),
            Cuts(k => _lists[list + 1].Quantile(k) + added),
            Cuts(k => _lists[list + 2].Quantile(k) / 10_000 + added));

        static ImmutableArray<decimal> Cuts(Func<int, decimal> cut) => [.. Enumerable.Range(1, RfmCuts.Count).Select(cut)];
    }
}
