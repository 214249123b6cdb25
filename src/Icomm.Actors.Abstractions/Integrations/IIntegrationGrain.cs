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

    /// <summary>Starts a run, or joins the one under way.</summary>
    /// <returns>The run's id; null when there is no such integration.</returns>
    [Alias("sync-now")]
    Task<string?> SyncNowAsync();

    /// <summary>Stops the run under way after the page it is at; the next run goes on from there.</summary>
    /// <returns>The id of the run that was stopped; null when none was under way.</returns>
    [Alias("stop")]
    Task<string?> StopRunAsync();

    /// <summary>Makes sure that the reminder exists and that an interrupted run goes on. Called for every integration when a silo starts.</summary>
    [Alias("arm")]
    Task ArmAsync();
}
