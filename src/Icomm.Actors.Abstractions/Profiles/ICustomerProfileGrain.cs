using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>One customer in one database, keyed by <see cref="ProfileKey"/>. Keeps the customer's orders and answers every indicator as of any date.</summary>
[Alias("icomm.customer-profile")]
public interface ICustomerProfileGrain : IGrainWithStringKey
{
    /// <summary>
    /// Applies orders and account data read from a store. Idempotent: what is already known changes nothing and writes nothing.
    /// When the call returns, all of it is durable.
    /// </summary>
    [Alias("apply")]
    Task<ProfileChangeCounts> ApplyAsync(ProfileChanges changes);

    /// <summary>Takes out all that one integration said; a profile of which nothing is left is deleted. Durable when the call returns.</summary>
    /// <param name="timeZone">IANA zone of the database, whose months the purchases are summed up in.</param>
    [Alias("remove-integration")]
    Task<ProfileRemovalCounts> RemoveIntegrationAsync(string integrationId, string timeZone);

    /// <summary>
    /// Moves everything into the profile of the e-mail that this customer, known by an account alone, turned out to have; then this profile is gone. Durable when the call returns; may be made again.
    /// </summary>
    /// <param name="profileId">Of the other profile, in the same database.</param>
    /// <param name="timeZone">IANA zone of the database, whose months the purchases are summed up in.</param>
    /// <returns>
    /// Whether nothing is left here. False when the other profile can't take it in (<see cref="TakeInAsync"/>), and for an account of so many orders that some are kept as totals: a shop's
    /// anonymous sales, and no person.
    /// </returns>
    [Alias("move-into")]
    Task<bool> MoveIntoAsync(string profileId, string timeZone);

    /// <summary>Takes in what another profile of the same database keeps. Idempotent. Durable when the call returns.</summary>
    /// <param name="state">The other profile's state as it is stored.</param>
    /// <param name="timeZone">IANA zone of the database, whose months the purchases are summed up in.</param>
    /// <returns>False, and nothing is stored, when both together are more than a profile can hold, or this person was erased.</returns>
    [Alias("take-in")]
    Task<bool> TakeInAsync(byte[] state, string timeZone);

    /// <summary>
    /// Forgets the person: suppresses every identity that was seen with them, then deletes the profile. Durable when the call returns; may be done again.
    /// </summary>
    /// <param name="erasureId">Under which they are suppressed.</param>
    /// <param name="timeZone">IANA zone of the database, whose months the purchases are summed up in.</param>
    [Alias("erase")]
    Task<ErasedProfile> EraseAsync(string erasureId, string timeZone);

    /// <summary>Deletes the profile when the customer has not ordered for long; unlike an erased one, the customer comes back with the next order. Durable when the call returns.</summary>
    /// <param name="since">An order of any status from this instant on keeps it, and so does not having any.</param>
    /// <param name="timeZone">IANA zone of the database, whose months the purchases are summed up in.</param>
    /// <returns>Whether it was deleted.</returns>
    [Alias("forget-inactive")]
    Task<bool> ForgetInactiveAsync(DateTimeOffset since, string timeZone);

    /// <summary>Every indicator as of the end of a day in the database's time zone; null when nothing is known of this customer.</summary>
    /// <param name="modelVersion">The RFM model to score by; null for no scores.</param>
    /// <exception cref="AsOfUnanswerableException">Old orders have been folded into totals, and the date lies too far back for them.</exception>
    [ReadOnly]
    [Alias("evaluate")]
    Task<ProfileView?> EvaluateAsync(DateOnly asOf, DatabaseSettings settings, long? modelVersion);

    /// <summary>The purchases that make up one indicator, most recent first.</summary>
    /// <param name="indicator">An <c>ICOMMKT_*</c> name.</param>
    [ReadOnly]
    [Alias("explain")]
    Task<ImmutableArray<ProfilePurchase>> ExplainAsync(string indicator, DateOnly asOf, DatabaseSettings settings);
}
