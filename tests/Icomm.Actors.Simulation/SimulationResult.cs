using System.Collections.Immutable;
using System.Text;

namespace Icomm.Actors.Simulation;

/// <summary>What became of a world.</summary>
/// <param name="TraceHash">Equal for two runs of one seed.</param>
/// <param name="Violations">Empty when all is well.</param>
/// <param name="Trace">The plan, and as many of the last steps as were asked for.</param>
internal sealed record SimulationResult(int Seed, ulong TraceHash, long Steps, ImmutableArray<string> Violations, string Trace)
{
    public bool IsGood => Violations.IsEmpty;

    /// <summary>For a person: what failed, how to see it again, and how it came about.</summary>
    public string Report()
    {
        var text = new StringBuilder()
            .AppendLine($"Seed {Seed} fails. Replay it with: {Seeds.ReplayVariable}={Seed} dotnet test tests/Icomm.Actors.Simulation -p:ActorEngine=embedded");
        foreach (var violation in Violations)
            text.AppendLine($"  - {violation}");
        return text.AppendLine(Trace).ToString();
    }
}
