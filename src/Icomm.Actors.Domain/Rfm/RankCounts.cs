namespace Icomm.Actors.Domain.Rfm;

/// <summary>What one part of the population contributes to a pass; parts add up in any order.</summary>
public sealed class RankCounts
{
    public RankCounts(RankQuestion question) => throw new NotImplementedException();

    /// <summary>Counts one customer.</summary>
    /// <param name="values">By period.</param>
    public void Add(ReadOnlySpan<RfmValues> values) => throw new NotImplementedException();

    public void Merge(RankCounts other) => throw new NotImplementedException();

    /// <summary>A form that travels between silos.</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    public static RankCounts FromBytes(RankQuestion question, byte[] bytes) => throw new NotImplementedException();
}
