namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>How many values lie from one to another, both included.</summary>
internal readonly record struct CountedRange(long From, long To, int Count);
