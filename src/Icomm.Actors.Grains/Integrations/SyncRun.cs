using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// One incremental pull: reads page after page of what is not covered yet, applies what has arrived, and checkpoints.
/// Requests to the store are made one at a time, also while pages are applied.
/// </summary>
/// <param name="checkpoint">Makes <paramref name="record"/> durable.</param>
/// <param name="mayGoOn">Asked between pages; false ends the run at its checkpoint.</param>
internal sealed class SyncRun(
    IStoreConnector connector,
    StoreConnection connection,
    IntegrationRecord record,
    PageApplier applier,
    Func<Task> checkpoint,
    Func<bool> mayGoOn,
    TimeProvider time)
{
    /// <summary>As fine as the instants that runs start at: one started within a second of the last has a stretch of its own, and really asks the store.</summary>
    private static readonly IntervalSet NothingCovered = new([], TimeSpan.FromMilliseconds(1));

    /// <summary>Before any of the platforms was.</summary>
    private static readonly DateTimeOffset Beginning = new(1995, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private RunCheckpoint Run => record.CurrentRun!;

    /// <summary>Whether the store sends all that it has by itself.</summary>
    public bool HasNothingToPull => connector.ResourcesOf(connection).IsEmpty;

    /// <param name="cancellationToken">Ends waiting for the store; a page that has arrived is applied and checkpointed all the same, unless its profiles don't answer.</param>
    /// <returns>True when everything up to the run's end has been read; false when it was told not to go on.</returns>
    public async Task<bool> ReadAllAsync(CancellationToken cancellationToken)
    {
        while (mayGoOn())
        {
            if (record.OpenSlice is null && !OpenNextSlice())
                return true;
            await ReadSliceAsync(cancellationToken);
        }

        return false;
    }

    /// <summary>It is saved with its first page: without one there is nothing to go on from, and the same window is found again.</summary>
    private bool OpenNextSlice()
    {
        foreach (var resource in connector.ResourcesOf(connection))
        {
            if (SlicePlanner.NextWindow(CoveredBy(resource), StartOf(resource), Run.Until, connector.Description.Lookback) is not { } window)
                continue;
            record.CurrentRun = Run with { Stages = RunStages.Enter(Run.Stages ?? [], resource.ToString(), time.GetUtcNow()) };
            record.OpenSlice = new SliceCheckpoint(resource.ToString(), window, NextPageToken: null, Read: 0, Total: null);
            return true;
        }

        return false;
    }

    private async Task ReadSliceAsync(CancellationToken cancellationToken)
    {
        var slice = record.OpenSlice!;
        var resource = Enum.Parse<StoreResource>(slice.Resource);
        await using var ahead = new PagesAhead(slice.NextPageToken, ReadAsync, mayGoOn, connector.Description.PagesAhead, cancellationToken);
        while (await ahead.TakeAsync() is { Count: > 0 } pages)
        {
            var page = StorePage.Join(pages);
            var applied = await applier.ApplyAsync(Run.RunId, resource, page, cancellationToken);
            await CheckpointAsync(resource, page, applied.Counters with { Pages = pages.Count });
        }

        Task<StorePage> ReadAsync(string? pageToken, CancellationToken abandoned) =>
            connector.ReadPageAsync(connection, new StorePageRequest(resource, slice.Window, pageToken, connector.Description.PageSize) { PlacedFrom = record.Definition!.StartsAt }, abandoned);
    }

    private async Task CheckpointAsync(StoreResource resource, StorePage page, RunCounters counters)
    {
        var slice = record.OpenSlice!;
        var total = slice.Total ?? page.TotalCount;
        var left = page.NextPageToken is null ? 0 : total - slice.Read - page.RecordCount;

        // What the store saves after its own present lies ahead of it: a later run reads that.
        if (page.StoreTime < Run.Until)
            record.CurrentRun = Run with { Until = page.StoreTime.Value };
        if (page.NextPageToken is null)
        {
            if (slice.Window.From <= Run.Until)
                record.Covered[slice.Resource] = CoveredBy(resource).Add(new TimeInterval(slice.Window.From, slice.Window.Until < Run.Until ? slice.Window.Until : Run.Until));
            record.OpenSlice = null;
        }
        else
        {
            record.OpenSlice = slice with { NextPageToken = page.NextPageToken, Read = slice.Read + page.RecordCount, Total = total };
        }

        record.CurrentRun = Run with
        {
            Counters = Run.Counters + counters,
            Stages = RunStages.Advance(Run.Stages ?? [], slice.Resource, time.GetUtcNow(), page.RecordCount, left),
        };
        await checkpoint();
    }

    /// <summary>What the merchant calls the start is the shop's first purchase. Products and accounts are older than the orders that they belong to.</summary>
    private DateTimeOffset StartOf(StoreResource resource) => resource == StoreResource.Orders ? record.Definition!.StartsAt : Beginning;

    private IntervalSet CoveredBy(StoreResource resource) => record.Covered.GetValueOrDefault(resource.ToString()) ?? NothingCovered;
}
