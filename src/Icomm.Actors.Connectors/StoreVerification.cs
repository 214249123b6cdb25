using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors;

/// <summary>What a check of credentials and settings found.</summary>
public sealed record StoreVerification
{
    public bool IsSuccess => Problem is null;

    /// <summary>Null when all is well.</summary>
    public StoreProblem? Problem { get; init; }

    /// <summary>Store views or sales channels to choose from.</summary>
    public ImmutableArray<NamedId> StoreViews { get; init; } = [];

    /// <summary>ISO 4217 code the shop sells in, when it says so.</summary>
    public string? Currency { get; init; }

    /// <summary>IANA id of the shop's time zone, when it says so.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What works only in part, and how to have the rest; no reason to fail.</summary>
    public ImmutableArray<StoreProblem> Notices { get; init; } = [];
}

/// <param name="Code">Stable, snake case.</param>
/// <param name="Message">What is wrong, for a person; never a secret.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record StoreProblem(string Code, string Message, string Remedy);
