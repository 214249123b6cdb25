namespace Icomm.Actors.Domain.Rfm;

/// <summary>What one pass over the population counts. Travels to the parts.</summary>
public sealed record RankQuestion;
