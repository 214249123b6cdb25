using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Erasures;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Whom to forget: an e-mail, a document, or an integration with its store's customer id.</summary>
public sealed record EraseRequest
{
    [StringLength(254)]
    public string? Email { get; init; }

    [StringLength(100)]
    public string? Document { get; init; }

    /// <summary>Whose customer id <c>storeCustomerId</c> is.</summary>
    [StringLength(100)]
    public string? IntegrationId { get; init; }

    [StringLength(400)]
    public string? StoreCustomerId { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(EraseRequest);
}

/// <summary>What was done to forget a person. It does not say who it was.</summary>
public sealed record ErasureResponse
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Keyed digest of what the person was named by: the same for the same person, and of no use to anybody else.</summary>
    public required string Digest { get; init; }

    /// <summary>False when the work broke off: ask for the same erasure again.</summary>
    public required bool IsComplete { get; init; }

    public required int Profiles { get; init; }

    /// <summary>Orders of every state.</summary>
    public required long Orders { get; init; }

    /// <summary>Of those, how many were kept as totals only: the dashboard's months keep their amounts, which name nobody.</summary>
    public required long FoldedOrders { get; init; }

    /// <summary>Records that could not be used and named the person.</summary>
    public required long RejectedRecords { get; init; }

    /// <summary>Publications that had sent the person to a receiver: remove the contact there.</summary>
    public required ImmutableArray<ErasedPublicationResponse> Publications { get; init; }

    /// <summary>Exported files that the person was taken out of. Copies that somebody fetched before are not in our hands.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>When the person was allowed to come back; absent while they may not.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    internal static ErasureResponse From(ErasureReceipt receipt) => new()
    {
        Id = receipt.ErasureId,
        At = receipt.At,
        Digest = receipt.Digest,
        IsComplete = receipt.IsComplete,
        Profiles = receipt.Profiles,
        Orders = receipt.Orders,
        FoldedOrders = receipt.FoldedOrders,
        RejectedRecords = receipt.RejectedRecords,
        Publications = [.. receipt.Publications.Select(publication => new ErasedPublicationResponse(publication.PublicationId, publication.Name, publication.Type))],
        Files = receipt.Files,
        LiftedAt = receipt.LiftedAt,
    };
}

public sealed record ErasedPublicationResponse(string Id, string? Name, string? Type);
