using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>
/// Finds a model's exact cuts over a population of any size, in memory that doesn't grow with it: the population is gone through a few times, in parts and in any order, and each pass narrows
/// down where the wanted ranks lie. One object leads; each part counts with <see cref="RankCounts"/>.
/// </summary>
public sealed class RankSearch
{
    /// <summary>What the next pass has to count; null when every rank is found.</summary>
    public RankQuestion? Next() => throw new NotImplementedException();

    /// <summary>Takes the counts of one pass, all parts of it merged.</summary>
    public void Answer(RankCounts counts) => throw new NotImplementedException();

    /// <summary>The cuts of every period, once <see cref="Next"/> gives null.</summary>
    /// <param name="asOf"><see cref="DateOnly.DayNumber"/> that recency is counted to.</param>
    public ImmutableArray<RfmCuts> Cuts(RfmMethod method, int asOf) => throw new NotImplementedException();
}
