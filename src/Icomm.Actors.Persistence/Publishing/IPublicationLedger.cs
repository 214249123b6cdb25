using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>What each publication has delivered of each profile, so that only what differs is sent again, and what its receiver refused.</summary>
public interface IPublicationLedger
{
    /// <summary>
    /// The next rows, by key, that have an e-mail and of which the receiver doesn't have the present state: never delivered, delivered with another fingerprint, or (with a purchase) delivered as of
    /// another day, since the days since a purchase have changed then. Unscored rows wait for their scores, and those that can't be evaluated for a day on which they can.
    /// </summary>
    /// <param name="all">Every row with an e-mail, delivered or not: for files that are always whole.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<PendingContact>> PendingAsync(PublicationKey key, int asOf, bool all, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Notes outcomes. A contact that is accepted loses its rejection. Durable when the task completes.</summary>
    Task SaveAsync(PublicationKey key, int asOf, IReadOnlyList<Delivery> deliveries, IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken);

    /// <summary>What the receiver refused and has not accepted since, by key.</summary>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<StoredRejection>> RejectionsAsync(PublicationKey key, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>The publications whose receiver has a profile, or refused it, by their ids.</summary>
    Task<ImmutableArray<SentProfile>> OfProfileAsync(ProfileKey profile, CancellationToken cancellationToken);

    /// <summary>Contacts delivered, and refused, by now.</summary>
    Task<(long Delivered, long Rejected)> CountAsync(PublicationKey key, CancellationToken cancellationToken);
}

/// <param name="IsAgedOnly">The receiver has all but the days since a purchase.</param>
public sealed record PendingContact(MasterDataRow Row, bool IsAgedOnly);

public readonly record struct Delivery(long Key, long Fingerprint);

public sealed record Rejection(long Key, string Code, string Message, DateTimeOffset At);

/// <param name="Attempts">How often it was refused.</param>
public sealed record StoredRejection(long Key, string ProfileId, string? Email, string Code, string Message, DateTimeOffset At, long Attempts);

/// <summary>What one publication made of a profile.</summary>
/// <param name="AsOf">The day, in the database's time zone, as of which the receiver has the profile; null when it was never accepted.</param>
/// <param name="Refusal">Why the receiver refused it, unless it has accepted it since.</param>
public sealed record SentProfile(string PublicationId, string? Name, string? Type, DateOnly? AsOf, SentProfile.Refused? Refusal)
{
    public sealed record Refused(string Code, string Message, DateTimeOffset At);
}
