using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>What one pass over the population counts. Travels to the parts, as JSON where they are elsewhere.</summary>
public sealed record RankQuestion
{
    /// <summary>That of the first pass, which is always the same: it can be counted before anything is known of the population.</summary>
    public static readonly RankQuestion First = new();

    /// <summary>From 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>Where wanted ranks lie, by list and then ascending, no two overlapping. Empty in the first pass, which counts every value by its magnitude.</summary>
    public ImmutableArray<RankRange> Ranges { get; init; } = [];

    public bool Equals(RankQuestion? other) => other is not null && Pass == other.Pass && Ranges.SequenceEqual(other.Ranges);

    public override int GetHashCode() => HashCode.Combine(Pass, Ranges.Length);
}

/// <summary>A stretch of values of one of the sorted lists whose ranks are wanted.</summary>
/// <param name="List">3 × period + dimension: 0 last day, 1 purchases, 2 amount.</param>
/// <param name="From">The least value, in the list's own unit: days from 2026-01-01, purchases, ten-thousandths.</param>
/// <param name="To">The greatest value; above <paramref name="From"/>.</param>
public readonly record struct RankRange(int List, long From, long To);
