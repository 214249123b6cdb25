using System.Collections.Immutable;

namespace Icomm.Actors.Connectors;

/// <summary>What the wizard shows for a platform, and how its resources are read.</summary>
public sealed record ConnectorDescription
{
    public required string DisplayName { get; init; }

    public required ImmutableArray<ConnectorField> Fields { get; init; }

    /// <summary>What can be pulled, in the order a run reads it: catalogue before orders, so that lines find their categories.</summary>
    public required ImmutableArray<StoreResource> Resources { get; init; }

    /// <summary>How far before the end of what is covered a run starts again, against clock skew and late commits at the store.</summary>
    public required TimeSpan Lookback { get; init; }

    /// <summary>Most records asked for in one request; a resource of which the platform gives fewer takes fewer.</summary>
    public required int PageSize { get; init; }

    /// <summary>Pages that may have been read before the one before them is durable: at least 1, which is for stores that are told with a page's token that all before the last one have been dealt with.</summary>
    public int PagesAhead { get; init; } = 4;
}
