using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Imports;

/// <summary>
/// The orders of one uploaded file, keyed by <see cref="ImportKey"/>. Whoever receives the file reports to this grain; it applies the orders to their profiles, batch after batch, and survives the silo
/// it works on. The imports of an integration apply one after the other, in the order in which their files were complete.
/// </summary>
[Alias("icomm.import")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>A file begins to come. Whoever receives it has announced that to the staging before.</summary>
    /// <returns>False when this import exists already; nothing is changed then.</returns>
    [Alias("begin")]
    Task<bool> BeginAsync(ImportDefinition definition);

    /// <summary>Null when there is no such import.</summary>
    [AlwaysInterleave]
    [Alias("get-status")]
    Task<ImportStatus?> GetStatusAsync();

    /// <summary>How much has come by now.</summary>
    /// <returns>False when the file is not wanted any more: it was cancelled.</returns>
    [Alias("receiving")]
    Task<bool> ReceivingAsync(ReceivedFile file);

    /// <summary>The file is staged as a whole: applying begins, or waits for its turn.</summary>
    /// <returns>False when the file is not wanted any more: it was cancelled.</returns>
    [Alias("received")]
    Task<bool> ReceivedAsync(ReceivedFile file);

    /// <summary>The upload broke off. The import stays as a failed one, without rows.</summary>
    [Alias("interrupted")]
    Task InterruptedAsync();

    /// <summary>Stops it: while it receives at once, while it applies after the batch it is at. What was applied stays. An import that has ended stays as it is.</summary>
    /// <returns>Null when there is no such import.</returns>
    [Alias("cancel")]
    Task<ImportStatus?> CancelAsync();

    /// <summary>Removes an import that is not applying, with its report: one that has ended, or one whose file was refused.</summary>
    /// <returns>False when it is applying; nothing is changed then.</returns>
    [Alias("remove")]
    Task<bool> RemoveAsync();

    /// <summary>Makes sure that it goes on where it can: takes up what was interrupted, gives up a file that nobody is receiving. Called for every open import when a silo starts.</summary>
    [Alias("arm")]
    Task ArmAsync();
}
