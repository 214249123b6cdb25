using System.Collections.Immutable;

namespace Icomm.Actors.Publishing;

/// <summary>One profile as a sink gets it. Only profiles with an e-mail are contacts.</summary>
public sealed record Contact
{
    /// <summary>The profile's id: says who is meant wherever the person must not be named.</summary>
    public required string ProfileId { get; init; }

    /// <summary>What the contact is known by at ICOMMKT; letter case does not matter there.</summary>
    public required string Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>The customer's id at the shop, for files that ask for one; the profile's id stands in where there is none.</summary>
    public string? UserId { get; init; }

    /// <summary>The customer's identity document, for files that ask for one.</summary>
    public string? Document { get; init; }

    /// <summary>Every indicator, empty ones with null: what is left out here would keep its old value at ICOMMKT.</summary>
    public required ImmutableArray<ContactField> Fields { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(Contact)} of {ProfileId}";
}
