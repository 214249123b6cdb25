using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Persistence.Imports;

/// <summary>Grain storage for <see cref="ImportRecord"/>: one row an import.</summary>
public sealed class ImportGrainStorage(IImportStore store) : RowGrainStorage<ImportRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("import", ImportGrainStorage.Name)]</c>.</summary>
    public const string Name = "imports";

    protected override Task<(ImportRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken) =>
        store.ReadAsync(ImportKey.Parse(key), cancellationToken);

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, ImportRecord record, CancellationToken cancellationToken) =>
        store.WriteAsync(ImportKey.Parse(key), expectedVersion, record, cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        store.DeleteAsync(ImportKey.Parse(key), expectedVersion, cancellationToken);
}
