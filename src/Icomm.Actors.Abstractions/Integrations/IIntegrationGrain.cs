using Icomm.Actors.Domain.Time;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>
/// One configured connection to one shop, keyed by <see cref="IntegrationKey"/>. A reminder starts its sync runs;
/// at most one run is under way, and it survives the silo it runs on.
/// </summary>
[Alias("icomm.integration")]
public interface IIntegrationGrain : IGrainWithStringKey
{
    /// <summary>Saves the configuration of a new integration and arms its reminder. The first run starts at once.</summary>
    /// <returns>False when this integration is configured already; nothing is changed then.</returns>
    [Alias("create")]
    Task<bool> CreateAsync(IntegrationDefinition definition);

    /// <summary>Null when there is no such integration.</summary>
    [AlwaysInterleave]
    [Alias("get-status")]
    Task<IntegrationStatus?> GetStatusAsync();

    /// <summary>
    /// Puts another definition in the place of this one. A run under way stops at its checkpoint before, and goes on with the new definition.
    /// </summary>
    [Alias("change")]
    Task<IntegrationChanged> ChangeAsync(IntegrationChange change);

    /// <summary>Stops the run under way at its checkpoint and starts no other until it is resumed. What has been read stays read.</summary>
    /// <returns>False when there is no such integration.</returns>
    [Alias("pause")]
    Task<bool> PauseAsync();

    /// <summary>Takes up where the pause began, at once or when the window opens.</summary>
    /// <returns>False when there is no such integration.</returns>
    [Alias("resume")]
    Task<bool> ResumeAsync();

    /// <summary>Has a stretch of time read again, whatever was read of it before, and starts a run.</summary>
    /// <returns>The run's id; null when there is no such integration or it is paused.</returns>
    [Alias("backfill")]
    Task<string?> BackfillAsync(TimeInterval range);

    /// <summary>Starts a run, or joins the one under way.</summary>
    /// <returns>The run's id; null when there is no such integration or it is paused.</returns>
    [Alias("sync-now")]
    Task<string?> SyncNowAsync();

    /// <summary>Stops the run under way after the page it is at; the next run goes on from there.</summary>
    /// <returns>The id of the run that was stopped; null when none was under way.</returns>
    [Alias("stop")]
    Task<string?> StopRunAsync();

    /// <summary>
    /// Deletes the integration: its secrets at once, then, in the background, all that is kept of it. A run under way stops at its checkpoint, and none follows. Asked for again, it goes on as it was
    /// asked for first.
    /// </summary>
    /// <param name="removesOrders">Whether its orders leave the profiles.</param>
    /// <returns>Null when there is no such integration.</returns>
    [Alias("delete")]
    Task<IntegrationStatus?> DeleteAsync(bool removesOrders);

    /// <summary>Makes sure that the reminder exists and that an interrupted run goes on. Called for every integration when a silo starts.</summary>
    [Alias("arm")]
    Task ArmAsync();
}
