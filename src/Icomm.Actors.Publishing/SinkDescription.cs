using System.Collections.Immutable;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Publishing;

/// <summary>What the form for a target asks.</summary>
public sealed record SinkDescription
{
    public required LocalizedText DisplayName { get; init; }

    public required ImmutableArray<SinkField> Fields { get; init; }
}

/// <summary>One setting of a target.</summary>
/// <param name="Name">Key in the settings, lower camel case. It never changes: it is stored.</param>
/// <param name="Label">What the form shows.</param>
/// <param name="Help">What to write there.</param>
/// <param name="IsSecret">Encrypted at rest, never returned.</param>
public sealed record SinkField(string Name, LocalizedText Label, LocalizedText Help, bool IsRequired = false, bool IsSecret = false);
