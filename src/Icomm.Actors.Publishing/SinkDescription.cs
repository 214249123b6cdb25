using System.Collections.Immutable;

namespace Icomm.Actors.Publishing;

/// <summary>What the form for a target asks.</summary>
public sealed record SinkDescription
{
    public required string DisplayName { get; init; }

    public required ImmutableArray<SinkField> Fields { get; init; }
}

/// <summary>One setting of a target.</summary>
/// <param name="Name">Key in the settings, lower camel case.</param>
/// <param name="Label">What the form shows.</param>
/// <param name="IsSecret">Encrypted at rest, never returned.</param>
public sealed record SinkField(string Name, string Label, string Help, bool IsRequired, bool IsSecret);
