using System.Collections.Immutable;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>
/// Writes all that a database holds into a folder, in a form that either database can be made of (decision 0021). Reads one state of the database. One that broke off is run again: what its parts
/// hold is compared with the state that the database has now, and is written again only where it differs.
/// </summary>
public sealed class DatabaseExport
{
    private readonly StoreDatabase _database;
    private readonly ISqlDatabase _sql;
    private readonly ITransferDialect _dialect;
    private readonly TimeProvider _time;

    internal DatabaseExport(StoreDatabase database, ISqlDatabase sql, ITransferDialect dialect, TimeProvider time) => (_database, _sql, _dialect, _time) = (database, sql, dialect, time);

    /// <summary>After how many bytes of lines a part ends: what an import writes in one transaction.</summary>
    internal long PartBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>How long it waits for silos to be gone.</summary>
    internal TimeSpan Patience { get; set; } = DatabaseUse.Patience;

    /// <summary>For tests.</summary>
    internal TransferHooks Hooks { get; } = new();

    /// <summary>Exports to the end.</summary>
    /// <param name="folder">Empty, or that of an export that broke off.</param>
    /// <param name="replaceZeros">Writes U+FFFD in place of the character 0 in texts, as a silo on PostgreSQL does with what stores send.</param>
    /// <exception cref="PersistenceException">Codes <c>export_*</c>, <c>database_missing</c>, <c>database_in_use</c>, and those of a database that can't be opened.</exception>
    public async Task<TransferReport> RunAsync(string folder, bool replaceZeros, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await _dialect.RequireDatabaseAsync(cancellationToken).ConfigureAwait(false);
        await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await DatabaseUse.RefuseAsync(_sql, _dialect, Patience, _time, cancellationToken).ConfigureAwait(false);
        await UnfinishedImport.RefuseAsync(_sql, _dialect, cancellationToken).ConfigureAwait(false);
        var files = ExportFolder.Create(folder);
        var keys = InstallationKeys.In(_database.Folder.Path);
        return await _sql.ReadAsync(session => TransferReport.Of(Export(session, files, keys, replaceZeros, progress, cancellationToken)), cancellationToken).ConfigureAwait(false);
    }

    private ExportManifest Export(SqlSession session, ExportFolder files, InstallationKeys keys, bool replaceZeros, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        var manifest = Begin(session, files, keys);
        var before = manifest.Tables;
        var lastNumbers = _dialect.LastNumbers(session);
        files.Write(manifest);
        manifest = manifest with { Tables = [] };
        foreach (var table in _dialect.Tables(session))
        {
            var found = before.FirstOrDefault(each => each.Name == table.Name);
            var (done, replacedBefore) = (manifest.Tables, manifest.ReplacedTexts);
            before = before.RemoveAll(each => each.Name == table.Name);
            var export = new TableExport(table, files, PartBytes, replaceZeros, Hooks)
            {
                LastNumber = lastNumbers.TryGetValue(table.Name, out var last) ? last : null,
                Noted = (exported, replaced) =>
                {
                    manifest = manifest with { Tables = done.Add(exported), ReplacedTexts = replacedBefore + replaced };
                    files.Write(manifest with { Tables = manifest.Tables.AddRange(before) }); // of an export that broke off, what is still to be compared
                },
                Progress = progress,
            };
            var kept = found is not null && export.HasShapeOf(found) ? found.Parts.TakeWhile(files.Has).ToImmutableArray() : [];
            while (!export.TryRun(() => _dialect.Read(session, table), kept, cancellationToken))
                kept = [];
        }

        files.Write(manifest = manifest with { EndedAt = _time.GetUtcNow() });
        files.DeleteOthers(manifest);
        return manifest;
    }

    private ExportManifest Begin(SqlSession session, ExportFolder files, InstallationKeys keys)
    {
        var found = files.FindManifest()?.Manifest;
        if (found?.EndedAt is not null)
            throw ExportFolder.Unusable("The folder holds an export that is complete: import it, or choose an empty folder.");
        using var version = session.Prepare("SELECT max(version) FROM schema_version");
        return new ExportManifest
        {
            Format = ExportManifest.CurrentFormat,
            ExportId = found?.ExportId ?? Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"),
            Provider = _dialect.Provider,
            SchemaVersion = (int)version.ReadInt64(),
            StartedAt = found?.StartedAt ?? _time.GetUtcNow(),
            Keys = keys,
            ReplacedTexts = 0,
            Tables = found?.Tables ?? [],
        };
    }
}
