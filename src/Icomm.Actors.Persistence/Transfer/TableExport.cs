using System.Collections.Immutable;
using System.Globalization;
using System.Text.Unicode;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>Writes one table into parts.</summary>
internal sealed class TableExport(TransferTable table, ExportFolder files, long partBytes, bool replaceZeros, TransferHooks hooks)
{
    private const int RowsBetweenReports = 16_384;

    private static readonly byte[] Replacement = "\uFFFD"u8.ToArray();

    private readonly ImmutableArray<ColumnKind> _kinds = [.. table.Columns.Select(column => column.Kind)];
    private readonly TransferRow _read = new(table.Columns.Length);
    private readonly TransferRow _replaced = new(table.Columns.Length);
    private ImmutableArray<ExportedPart> _parts = [];
    private RowSums _sums = null!;
    private string? _firstZero;
    private long _replacedTexts;

    public long? LastNumber { get; init; }

    /// <summary>Called with the table as far as it is written, and how many of its texts were replaced: after every part, and at the end.</summary>
    public required Action<ExportedTable, long> Noted { get; init; }

    public required IProgress<TransferProgress> Progress { get; init; }

    /// <summary>Whether the parts of an export that broke off are of the same columns.</summary>
    public bool HasShapeOf(ExportedTable found) => found.Columns.Select(column => (column.Name, column.Kind)).SequenceEqual(table.Columns.Select(column => (column.Name, column.Kind)));

    /// <summary>Exports the table from its first row.</summary>
    /// <param name="kept">Parts that are there from before.</param>
    /// <returns>False when they are not what the table holds now.</returns>
    public bool TryRun(Func<IRowSource> open, ImmutableArray<ExportedPart> kept, CancellationToken cancellationToken)
    {
        (_parts, _sums, _firstZero, _replacedTexts) = ([], new RowSums(_kinds), null, 0);
        using var rows = open();
        foreach (var part in kept)
        {
            if (!IsStill(part, rows, cancellationToken))
                return false;
            _parts = _parts.Add(part);
            Progress.Report(new TransferProgress(table.Name, _sums.Rows, TransferStage.Kept));
        }

        var row = Next(rows);
        if (row is null)
            Note();
        while (row is not null)
        {
            row = WritePart(row, rows, cancellationToken);
            Note();
            hooks.OnPart?.Invoke();
        }

        Progress.Report(new TransferProgress(table.Name, _sums.Rows, TransferStage.Exported));
        return true;
    }

    private bool IsStill(ExportedPart part, IRowSource rows, CancellationToken cancellationToken)
    {
        var before = _sums.Digest;
        for (var left = part.Rows; left > 0; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Next(rows) is not { } row)
                return false;
            _sums.Add(row);
        }

        return RowSums.Text(unchecked(_sums.Digest - before)) == part.Digest;
    }

    /// <returns>The first row of the next part; null after the last one.</returns>
    private TransferRow? WritePart(TransferRow? row, IRowSource rows, CancellationToken cancellationToken)
    {
        var name = ExportFolder.PartName(table.Name, _parts.Length + 1);
        var (rowsBefore, digestBefore) = (_sums.Rows, _sums.Digest);
        var hash = files.WritePart(name, stream =>
        {
            using var writer = new RowWriter(_kinds);
            for (var bytes = 0L; row is not null && bytes < partBytes; row = Next(rows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                hooks.OnRow?.Invoke();
                bytes += writer.Write(row, stream);
                _sums.Add(row);
                if (_sums.Rows % RowsBetweenReports == 0)
                    Progress.Report(new TransferProgress(table.Name, _sums.Rows, TransferStage.Exported));
            }
        });
        _parts = _parts.Add(new ExportedPart(name, _sums.Rows - rowsBefore, RowSums.Text(unchecked(_sums.Digest - digestBefore)), hash));
        return row;
    }

    private TransferRow? Next(IRowSource rows)
    {
        if (!rows.Read(_read))
            return null;
        var hasZero = false;
        foreach (var cell in _read)
        {
            if (cell.IsNull || _kinds[cell.Column] != ColumnKind.Text)
                continue;
            if (!Utf8.IsValid(cell.Bytes))
                throw new PersistenceException(PersistenceErrors.ExportValueUnusable, $"{Place(cell.Column)} is no text: its bytes are not UTF-8. Correct the row, then export again.");
            if (!cell.Bytes.Contains((byte)0))
                continue;
            hasZero = true;
            if (replaceZeros)
                _replacedTexts++;
            else
                _firstZero ??= Place(cell.Column);
        }

        return hasZero && replaceZeros ? Replaced() : _read;
    }

    private TransferRow Replaced()
    {
        _replaced.Clear();
        foreach (var cell in _read)
        {
            if (cell.IsNull)
                _replaced.AddNull();
            else if (_kinds[cell.Column] == ColumnKind.Integer)
                _replaced.Add(cell.Number);
            else if (_kinds[cell.Column] == ColumnKind.Text)
                AddReplaced(cell.Bytes);
            else
                _replaced.Add(cell.Bytes);
        }

        return _replaced;
    }

    private void AddReplaced(ReadOnlySpan<byte> text)
    {
        var room = _replaced.Reserve(text.Length + (Replacement.Length - 1) * text.Count((byte)0));
        foreach (var character in text)
        {
            if (character != 0)
            {
                room[0] = character;
                room = room[1..];
                continue;
            }

            Replacement.CopyTo(room);
            room = room[Replacement.Length..];
        }
    }

    /// <summary>Which row and column: by the row's key where that is numbers alone, since a text may be a store's.</summary>
    private string Place(int column)
    {
        var numbers = table.Key.Select(name => table.Columns.IndexOf(table.Columns.First(each => each.Name == name))).ToArray();
        var row = numbers.All(number => _kinds[number] == ColumnKind.Integer)
            ? string.Join(", ", numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $"{table.Columns[number].Name} {_read.Number(number)}")))
            : string.Create(CultureInfo.InvariantCulture, $"row {_sums.Rows + 1} by {string.Join(", ", table.Key)}");
        return $"{table.Name}.{table.Columns[column].Name} ({row})";
    }

    private void Note() => Noted(
        new ExportedTable
        {
            Name = table.Name,
            Columns = [.. table.Columns.Select((column, index) => new ExportedColumn(column.Name, column.Kind, column.Kind == ColumnKind.Integer ? _sums.Sum(index) : null))],
            LastNumber = LastNumber,
            FirstZero = _firstZero,
            Rows = _sums.Rows,
            Digest = RowSums.Text(_sums.Digest),
            Parts = _parts,
        },
        _replacedTexts);
}
