using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>
/// Fills an empty database with an export (decision 0021): a part a transaction, and how far it came in the same one, so that an import that broke off is run again and goes on. At the end all is
/// read back and compared with the manifest; until then no silo starts on the database.
/// </summary>
public sealed class DatabaseImport
{
    private const int RowsBetweenReports = 16_384;

    private readonly StoreDatabase _database;
    private readonly ISqlDatabase _sql;
    private readonly ITransferDialect _dialect;
    private readonly PersistenceOptions _options;
    private readonly TimeProvider _time;

    internal DatabaseImport(StoreDatabase database, ISqlDatabase sql, ITransferDialect dialect, PersistenceOptions options, TimeProvider time) =>
        (_database, _sql, _dialect, _options, _time) = (database, sql, dialect, options, time);

    /// <summary>For tests.</summary>
    internal TransferHooks Hooks { get; } = new();

    /// <summary>Imports to the end, and verifies.</summary>
    /// <exception cref="PersistenceException">
    /// Codes <c>export_*</c>, <c>import_*</c>, <c>database_in_use</c>, <c>database_not_empty</c>, <c>identity_key_unusable</c>, <c>secrets_unreadable</c>, and those of a database that can't be opened.
    /// </exception>
    public async Task<TransferReport> RunAsync(string folder, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var files = ExportFolder.Open(folder);
        var (manifest, hash) = files.FindManifest() ?? throw files.Unreadable("it has no manifest.json");
        if (manifest.EndedAt is null)
            throw new PersistenceException(PersistenceErrors.ExportIncomplete, "The export broke off: run it again to its end before it is imported.");

        // Before the database is opened, for that would make a data folder its own keys.
        manifest.Keys.Require(_options.DataFolder);
        await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await DatabaseUse.RefuseAsync(_sql, _dialect, DatabaseUse.Patience, _time, cancellationToken).ConfigureAwait(false);
        var tables = await _sql.ReadAsync(session => Fit(manifest, _dialect.Tables(session)), cancellationToken).ConfigureAwait(false);
        var before = await _sql.WriteAsync(session => GoOn(session, manifest, hash, tables), cancellationToken).ConfigureAwait(false);
        await LoadAsync(files, manifest, tables, before, progress, cancellationToken).ConfigureAwait(false);
        var greatest = await _sql.ReadAsync(session => Verify(session, manifest, tables, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        await _sql.WriteAsync(
            session =>
            {
                foreach (var table in manifest.Tables)
                    _dialect.NumberAfter(session, table.Name, Math.Max(table.LastNumber ?? 0, table.Columns.Length > 0 ? greatest.GetValueOrDefault(table.Columns[0].Name) : 0));
                UnfinishedImport.End(session);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return TransferReport.Of(manifest);
    }

    /// <returns>The target's tables, with the columns in the order of the export's.</returns>
    private ImmutableArray<TransferTable> Fit(ExportManifest manifest, ImmutableArray<TransferTable> targets)
    {
        if (Difference(manifest.Tables.Select(table => table.Name), targets.Select(table => table.Name)) is { } table)
            throw Differs($"table {table}");
        if (!_dialect.HoldsZero && manifest.Tables.Select(each => each.FirstZero).FirstOrDefault(place => place is not null) is { } zero)
        {
            throw new PersistenceException(
                PersistenceErrors.ExportValueUnusable,
                $"{zero} has the character 0, which PostgreSQL can't hold: export again with --replace-zeros, which puts U+FFFD in its place as a silo on PostgreSQL does.");
        }

        return [.. manifest.Tables.Select(exported => Fit(exported, targets.First(target => target.Name == exported.Name)))];
    }

    private static TransferTable Fit(ExportedTable exported, TransferTable target)
    {
        if (Difference(exported.Columns.Select(column => column.Name), target.Columns.Select(column => column.Name)) is { } name)
            throw Differs($"column {target.Name}.{name}");
        ImmutableArray<TransferColumn> columns = [.. exported.Columns.Select(column => target.Columns.First(each => each.Name == column.Name))];
        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column].Kind != exported.Columns[column].Kind)
                throw Differs($"column {target.Name}.{columns[column].Name}");
        }

        return target with { Columns = columns };
    }

    /// <returns>A name that only one of them has.</returns>
    private static string? Difference(IEnumerable<string> some, IEnumerable<string> others) => some.ToHashSet(StringComparer.Ordinal) is var set && others.ToHashSet(StringComparer.Ordinal) is var rest
        ? set.Except(rest).Concat(rest.Except(set)).Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    private static PersistenceException Differs(string what) => new(
        PersistenceErrors.ExportSchemaDiffers, $"The export is of another schema ({what} is in one and not in the other, or holds something else): export again with the version of the program that imports.");

    private UnfinishedImport GoOn(SqlSession session, ExportManifest manifest, string hash, ImmutableArray<TransferTable> tables)
    {
        session.Lock("import");
        if (UnfinishedImport.Find(session, _dialect) is { } found)
        {
            return found.Manifest == hash
                ? found
                : throw new PersistenceException(PersistenceErrors.ImportUnfinished, $"The database holds a part of another export ({found.ExportId}): import that one to its end, or begin with a new database.");
        }

        foreach (var table in tables)
        {
            using var rows = _dialect.Read(session, table);
            if (rows.Read(new TransferRow(table.Columns.Length)))
                throw new PersistenceException(PersistenceErrors.DatabaseNotEmpty, $"The database is not empty (table {table.Name}): import into a new one, on which no silo has been started.");
        }

        return UnfinishedImport.Begin(session, manifest.ExportId, hash);
    }

    private async Task LoadAsync(
        ExportFolder files, ExportManifest manifest, ImmutableArray<TransferTable> tables, UnfinishedImport before, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        var number = 0L;
        for (var i = 0; i < tables.Length; i++)
        {
            var rows = 0L;
            foreach (var part in manifest.Tables[i].Parts)
            {
                if (number++ >= before.Parts)
                {
                    var (table, kinds, at) = (tables[i], manifest.Tables[i].Kinds, number - 1);
                    await _sql.WriteAsync(session => Load(session, files, part, table, kinds, at, cancellationToken), cancellationToken).ConfigureAwait(false);
                    Hooks.OnPart?.Invoke();
                }

                rows += part.Rows;
                progress.Report(new TransferProgress(tables[i].Name, rows, TransferStage.Imported));
            }
        }
    }

    private bool Load(SqlSession session, ExportFolder files, ExportedPart part, TransferTable table, ImmutableArray<ColumnKind> kinds, long partsBefore, CancellationToken cancellationToken)
    {
        using var stream = files.OpenPart(part);
        using var sink = _dialect.Write(session, table);
        var (reader, row, line) = (new RowReader(stream, kinds), new TransferRow(kinds.Length), 0L);
        try
        {
            for (; reader.Read(row); sink.Add(row))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Hooks.OnRow?.Invoke();
                line++;
                Check(row, table, part, line);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw files.Unreadable($"line {line + 1} of {part.File} is no row: export again");
        }

        if (line != part.Rows)
            throw files.Unreadable($"{part.File} has {line} rows in place of {part.Rows}: export again");
        sink.Complete();
        UnfinishedImport.Count(session, partsBefore);
        return true;
    }

    /// <summary>The other database's numbers may be larger than this one's.</summary>
    private static void Check(TransferRow row, TransferTable table, ExportedPart part, long line)
    {
        foreach (var cell in row)
        {
            var column = table.Columns[cell.Column];
            var unused = 64 - 8 * column.Width;
            if (column.Kind == ColumnKind.Integer && cell.Number != cell.Number << unused >> unused)
            {
                throw new PersistenceException(
                    PersistenceErrors.ExportValueUnusable,
                    $"Line {line} of {part.File} can't be imported: {table.Name}.{column.Name} holds no number of more than {column.Width} bytes. Correct the row where it was exported, then export again.");
            }
        }
    }

    /// <summary>Reads back what the database holds.</summary>
    /// <returns>The greatest number of each column of numbers, over all tables that have one of its name.</returns>
    private Dictionary<string, long> Verify(SqlSession session, ExportManifest manifest, ImmutableArray<TransferTable> tables, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        var greatest = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < tables.Length; i++)
        {
            var (exported, table, sums, row) = (manifest.Tables[i], tables[i], new RowSums(manifest.Tables[i].Kinds), new TransferRow(tables[i].Columns.Length));
            using var rows = _dialect.Read(session, table);
            while (rows.Read(row))
            {
                cancellationToken.ThrowIfCancellationRequested();
                sums.Add(row);
                if (sums.Rows % RowsBetweenReports == 0)
                    progress.Report(new TransferProgress(table.Name, sums.Rows, TransferStage.Verified));
            }

            Compare(exported, sums);
            progress.Report(new TransferProgress(table.Name, sums.Rows, TransferStage.Verified));
            for (var column = 0; column < table.Columns.Length; column++)
                greatest[table.Columns[column].Name] = Math.Max(greatest.GetValueOrDefault(table.Columns[column].Name), sums.Greatest(column));
        }

        return greatest;
    }

    private static void Compare(ExportedTable exported, RowSums sums)
    {
        if (sums.Rows != exported.Rows)
            throw Unequal($"{exported.Name} has {sums.Rows} rows in place of {exported.Rows}");
        for (var column = 0; column < exported.Columns.Length; column++)
        {
            if (exported.Columns[column].Sum is { } sum && sums.Sum(column) != sum)
                throw Unequal($"{exported.Name}.{exported.Columns[column].Name} adds up to {sums.Sum(column)} in place of {sum}");
        }

        if (RowSums.Text(sums.Digest) != exported.Digest)
            throw Unequal($"{exported.Name} has other content");

        static PersistenceException Unequal(string what) => new(
            PersistenceErrors.ImportNotEqual, $"The database is not what was exported: {what}. Somebody has written to it meanwhile, or it is damaged: import again into a new one.");
    }
}
