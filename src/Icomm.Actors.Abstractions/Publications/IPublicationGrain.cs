using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Publications;

/// <summary>
/// Brings a database's profiles to one receiver, keyed by <see cref="PublicationKey"/>. At most one run is under way, it sends what the receiver doesn't have yet,
/// and it survives the silo it runs on.
/// </summary>
[Alias("icomm.publication")]
public interface IPublicationGrain : IGrainWithStringKey
{
    /// <returns>False when this publication exists already; nothing is changed then.</returns>
    [Alias("create")]
    Task<bool> CreateAsync(PublicationDefinition definition);

    /// <summary>Null when there is no such publication.</summary>
    [AlwaysInterleave]
    [Alias("get-status")]
    Task<PublicationStatus?> GetStatusAsync();

    /// <summary>Starts a run; while one is under way, another follows it at once, so that nothing that changed meanwhile is left out.</summary>
    /// <param name="asOf">The day that the database's rows are of.</param>
    /// <returns>Id of the run that works; null when there is no such publication.</returns>
    [Alias("publish")]
    Task<string?> PublishAsync(DateOnly asOf);

    /// <summary>Ends it with all that is kept about it. What was published stays where it is.</summary>
    /// <returns>False when there is no such publication.</returns>
    [Alias("remove")]
    Task<bool> RemoveAsync();

    /// <summary>Makes sure that an interrupted run goes on. Called for every publication when a silo starts.</summary>
    [Alias("arm")]
    Task ArmAsync();
}
