using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>What became of a page.</summary>
/// <param name="Counters">What it adds to the counters of a run.</param>
/// <param name="Rejected">Its records that could not be used, kept among the rejected records by now.</param>
internal sealed record AppliedPage(RunCounters Counters, ImmutableArray<UnreadableRecord> Rejected);
