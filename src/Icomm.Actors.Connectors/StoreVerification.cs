using System.Collections.Immutable;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Connectors;

/// <summary>What a check of credentials and settings found.</summary>
public sealed record StoreVerification
{
    public bool IsSuccess => Problem is null;

    /// <summary>Null when all is well.</summary>
    public StoreProblem? Problem { get; init; }

    /// <summary>Store views or sales channels to choose from.</summary>
    public ImmutableArray<StoreChoice> StoreViews { get; init; } = [];

    /// <summary>ISO 4217 code the shop sells in, when it says so.</summary>
    public string? Currency { get; init; }

    /// <summary>IANA id of the shop's time zone, when it says so.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What works only in part, and how to have the rest; no reason to fail.</summary>
    public ImmutableArray<StoreProblem> Notices { get; init; } = [];
}

/// <summary>A store view or sales channel, with what helps a merchant to tell it from the others, as far as the store says it.</summary>
/// <param name="Id">What the setting takes.</param>
public sealed record StoreChoice(string Id, string Name)
{
    /// <summary>The website that the store view belongs to.</summary>
    public string? Website { get; init; }

    /// <summary>ISO 4217 code that it sells in.</summary>
    public string? Currency { get; init; }

    /// <summary>IANA id.</summary>
    public string? TimeZone { get; init; }
}

/// <param name="Code">Stable, snake case.</param>
/// <param name="Message">What is wrong, for a person; never a secret.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record StoreProblem(string Code, LocalizedText Message, LocalizedText Remedy)
{
    /// <summary>What is wrong, then what to do.</summary>
    public LocalizedText Text => Message.Then(Remedy);

    /// <param name="what">A name of the platform's that the message is about; it stands before it.</param>
    public StoreProblem About(string what) => this with { Message = new($"{what}: {Message.En}", $"{what}: {Message.Es}", $"{what}: {Message.Pt}") };
}
