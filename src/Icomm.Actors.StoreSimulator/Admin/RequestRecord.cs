namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>One request as it was answered. Headers and bodies, which hold credentials, are not kept.</summary>
/// <param name="Number">1 for the first since the start or the last reset.</param>
/// <param name="At">By the shop's clock.</param>
/// <param name="Status">0 when the connection was cut without an answer.</param>
/// <param name="Concurrent">Requests being answered when this one came, itself included.</param>
public sealed record RequestRecord(long Number, DateTimeOffset At, string Method, string Path, string Query, int Status, int Concurrent);
