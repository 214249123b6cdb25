using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Grains.Imports;

/// <summary>Gathers rows into batches: while one batch is written the next is read, and no third is in memory.</summary>
/// <param name="bytes">Size of what has been read.</param>
/// <param name="goOn">Told of each batch that was written; false ends the intake.</param>
internal sealed class FileIntake(ImportKey key, IImportReceipt receipt, IImportReport report, Func<long> bytes, Func<ReceivedFile, Task<bool>> goOn) : IAsyncDisposable
{
    private const int MostRows = 4_000;
    private const int MostCharacters = 4 * 1_024 * 1_024;

    private List<StagedRow> _rows = [];
    private List<ImportRejection> _rejections = [];
    private int _characters;
    private long _lines;
    private ImmutableSortedDictionary<string, long> _rejected = ReceivedFile.Nothing.Rejected;
    private Task _writing = Task.CompletedTask;

    public async ValueTask AddAsync(FileRow row)
    {
        _lines += row.IsHeader ? 0 : 1;
        if (Rejection(row) is { } rejection)
        {
            _rejections.Add(rejection);
            _rejected = _rejected.Count(rejection.Code);
        }
        else
        {
            _rows.Add(new StagedRow(row.Line, row.OrderKey!, row.Data));
            _characters += row.Data.Length;
        }

        if (_rows.Count == MostRows || _rejections.Count == MostRows || _characters >= MostCharacters)
            await FlushAsync();
    }

    /// <summary>Everything that was added is written.</summary>
    /// <returns>What the file had.</returns>
    public async Task<ReceivedFile> CompleteAsync()
    {
        await FlushAsync();
        await _writing;
        return File with { Orders = await receipt.CompleteAsync() };
    }

    /// <summary>Waits for what is being written.</summary>
    public async ValueTask DisposeAsync() => await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private ReceivedFile File => new(bytes(), _lines, Orders: 0, _rejected);

    private async Task FlushAsync()
    {
        await _writing;
        _writing = WriteAsync(_rows, _rejections, File);
        (_rows, _rejections, _characters) = ([], [], 0);
    }

    private async Task WriteAsync(List<StagedRow> rows, List<ImportRejection> rejections, ReceivedFile file)
    {
        await receipt.AddAsync(rows);
        await report.AddAsync(key, rejections, CancellationToken.None);
        if (!await goOn(file))
            throw new StoreException(ImportProblems.Cancelled, isTransient: false);
    }

    private static ImportRejection? Rejection(FileRow row) => row switch
    {
        { Problem: { } problem } => problem.ToImport(),
        { OrderKey: null or "" } => new ImportRejection(row.Line, null, "order_id_missing", "The row doesn't say which order it belongs to."),
        _ => null,
    };
}
