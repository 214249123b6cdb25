using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Publishing;

/// <summary>The columns of every file.</summary>
public static class PublishedFields
{
    /// <summary>The names of <see cref="IndicatorNames.All"/>, in that order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. IndicatorNames.All.Select(indicator => indicator.Name)];
}
