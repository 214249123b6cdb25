using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Imports;

/// <summary>What has come of a file so far.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Lines">Rows read, without the header.</param>
/// <param name="Orders">Orders found; known when all of the file is here.</param>
/// <param name="Rejected">Rows that can't be used, by code.</param>
[GenerateSerializer, Immutable, Alias("icomm.received-file")]
public sealed record ReceivedFile(
    [property: Id(0)] long Bytes, [property: Id(1)] long Lines, [property: Id(2)] long Orders, [property: Id(3)] ImmutableSortedDictionary<string, long> Rejected)
{
    public static readonly ReceivedFile Nothing = new(0, 0, 0, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));
}
