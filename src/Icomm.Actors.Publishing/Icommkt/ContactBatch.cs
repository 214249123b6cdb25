namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>One request's worth of contacts.</summary>
/// <param name="Positions">Where each contact stands among those the caller gave.</param>
/// <param name="Body">The request's body.</param>
internal sealed record ContactBatch(IReadOnlyList<int> Positions, ReadOnlyMemory<byte> Body);
