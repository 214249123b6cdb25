namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>What was served since the start or the last reset; the simulator's own endpoints don't count.</summary>
/// <param name="Requests">Requests that came in.</param>
/// <param name="MaxConcurrent">Most requests being answered at one moment.</param>
/// <param name="FaultsFired">Requests struck by the fault plan.</param>
/// <param name="ByStatus">Answers by status code; 0 for connections cut.</param>
public sealed record SimulatorStatistics(long Requests, int MaxConcurrent, long FaultsFired, IReadOnlyDictionary<int, long> ByStatus);
