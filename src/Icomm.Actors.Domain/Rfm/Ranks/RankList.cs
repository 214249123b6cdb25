namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>One sorted list of a search: the ranks that its quantiles need, and how closely each is known.</summary>
internal sealed class RankList
{
    private readonly SortedDictionary<long, long?> _wanted = [];
    private List<OpenRange> _open = [];

    public RankList(long population)
    {
        Population = population;
        for (var k = 1; k <= RfmCuts.Count && population > 0; k++)
        {
            var (rank, fifths) = Place(k);
            _wanted[rank] = null;
            if (fifths > 0)
                _wanted[rank + 1] = null;
        }
    }

    public long Population { get; }

    /// <summary>Where the ranks lie that are still unknown, ascending.</summary>
    public IReadOnlyList<OpenRange> Open => _open;

    /// <summary>Takes the first pass's counts of the whole list.</summary>
    /// <exception cref="PopulationChangedException">They aren't as many as there are customers.</exception>
    public void Begin(IEnumerable<CountedRange> counted) => _open = Narrow(0, Population, counted);

    /// <summary>Takes the counts of each open range, in turn.</summary>
    /// <exception cref="PopulationChangedException">They aren't as many as the pass before has counted.</exception>
    public void Narrow(Func<int, IEnumerable<CountedRange>> countedOf) => _open = [.. _open.SelectMany((range, i) => Narrow(range.Before, range.Inside, countedOf(i)))];

    /// <summary>
    /// The type-7 quantile at <paramref name="k"/> fifths: the value at rank h = (n - 1) k / 5, from 0, linear between two. Exact, with one decimal more than the values.
    /// </summary>
    public decimal Quantile(int k)
    {
        var (rank, fifths) = Place(k);
        var low = (decimal)_wanted[rank]!.Value;
        return fifths == 0 ? low : (low * (5 - fifths) + (decimal)_wanted[rank + 1]!.Value * fifths) / 5;
    }

    private (long Rank, int Fifths) Place(int k) => ((Population - 1) * k / 5, (int)((Population - 1) * k % 5));

    /// <summary>Settles the ranks that lie on a single value, and gives the ranges of the others.</summary>
    private List<OpenRange> Narrow(long before, long inside, IEnumerable<CountedRange> counted)
    {
        var open = new List<OpenRange>();
        var end = before + inside;
        var ranks = _wanted.Keys.ToArray();
        var at = 0;
        while (at < ranks.Length && ranks[at] < before)
            at++;
        foreach (var range in counted)
        {
            var isSingle = range.From == range.To;
            var next = before + range.Count;
            if (at < ranks.Length && ranks[at] < next && !isSingle)
                open.Add(new OpenRange(range.From, range.To, before, range.Count));
            for (; at < ranks.Length && ranks[at] < next; at++)
                _wanted[ranks[at]] = isSingle ? range.From : null;
            before = next;
        }

        return before == end ? open : throw new PopulationChangedException();
    }
}

/// <summary>A range with unknown wanted ranks.</summary>
/// <param name="Before">How many values are less.</param>
/// <param name="Inside">How many values it holds.</param>
internal readonly record struct OpenRange(long From, long To, long Before, long Inside);
