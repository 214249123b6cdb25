using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>Tells the grain that nobody reads on.</summary>
internal sealed class StreamEnd(GrainReference target, object reader, string name) : GrainCall<bool>(target)
{
    public override string Name => $"{name} (end)";

    public override bool AlwaysInterleave => true;

    public override bool ReadOnly => false;

    public override TimeSpan? Timeout => null;

    protected override Task Invoke(Activation activation) => activation.Streams.EndAsync(reader);
}
