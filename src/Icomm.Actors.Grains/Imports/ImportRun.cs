using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Grains.Imports;

/// <summary>
/// Applies the orders of a staged file by key, a batch at a time, and notes how far it has come before the next. A batch whose checkpoint is lost is applied again: orders are known by their
/// versions, and rejections by their lines.
/// </summary>
/// <param name="checkpoint">Makes <paramref name="record"/> durable.</param>
internal sealed class ImportRun(
    ImportKey key,
    ImportRecord record,
    IFileConnector connector,
    StoreConnection connection,
    PageApplier applier,
    IImportStaging staging,
    IImportReport report,
    int ordersPerBatch,
    Func<Task> checkpoint)
{
    private const string TooLarge = "order_too_large";
    private const string TooOldToCorrect = "order_too_old_to_correct";

    private readonly FileRules _rules = new(record.Definition!.NotBefore, ReadAt: record.StartedAt);

    /// <param name="cancellationToken">Ends the work after the batch it is at.</param>
    /// <returns>True when all orders have been dealt with.</returns>
    public async Task<bool> ApplyAllAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var orders = await staging.ReadAsync(key, record.Progress.After, ordersPerBatch, CancellationToken.None);
            if (orders.IsEmpty)
                return true;
            await ApplyAsync(orders, cancellationToken);
        }

        return false;
    }

    private async Task ApplyAsync(ImmutableArray<StagedOrder> staged, CancellationToken cancellationToken)
    {
        var composed = connector.Compose(connection, [.. staged.Where(order => !order.IsTooLarge).Select(RowsOf)], _rules);
        var applied = await applier.ApplyAsync(key.ImportId, StoreResource.Orders, new StorePage { Orders = composed.Orders }, cancellationToken);
        var rejections = Rejections(staged, composed, applied);
        await report.AddAsync(key, rejections, CancellationToken.None);

        var (progress, counters) = (record.Progress, applied.Counters);
        record.Progress = new ImportProgress(
            staged[^1].Key, progress.Done + staged.Length, progress.New + counters.New, progress.Changed + counters.Changed, progress.Unchanged + counters.Unchanged);
        record.Rejected = rejections.Aggregate(record.Rejected, (counts, rejection) => counts.Count(rejection.Code));

        // Orders that a profile has folded into its totals are counted by it, not named.
        record.Rejected = record.Rejected.Count(TooOldToCorrect, counters.Rejected - applied.Rejected.Length);
        record.Interruptions = 0;
        await checkpoint();
    }

    private static List<ImportRejection> Rejections(ImmutableArray<StagedOrder> staged, FileOrders composed, AppliedPage applied)
    {
        var lines = staged.ToDictionary(order => order.Key, order => order.Rows[0].Line);
        return
        [
            .. staged.Where(order => order.IsTooLarge).Select(order => new ImportRejection(
                order.Rows[0].Line, order.Key, TooLarge, $"The order has more than {StagedOrder.MostRows:N0} rows, or more than {StagedOrder.MostCharacters:N0} characters.")),
            .. composed.Rejected.Select(FileRejections.ToImport),
            .. applied.Rejected.Select(record => new ImportRejection(lines.GetValueOrDefault(record.RecordId ?? ""), record.RecordId, record.Code, record.Reason)),
        ];
    }

    private static IReadOnlyList<FileRow> RowsOf(StagedOrder order) => [.. order.Rows.Select(row => new FileRow(row.Line, order.Key, row.Data))];
}
