namespace Icomm.Actors.Persistence.Refreshes;

/// <summary>The rows of <see cref="RefreshRecord"/>s. Versions count a row's writes from 1.</summary>
public interface IRefreshStore
{
    /// <summary>Null when there is none.</summary>
    Task<(RefreshRecord Record, long Version)?> ReadAsync(string account, string database, CancellationToken cancellationToken);

    /// <inheritdoc cref="Profiles.IProfileStore.WriteAsync"/>
    Task<VersionedWrite> WriteAsync(string account, string database, long expectedVersion, RefreshRecord record, CancellationToken cancellationToken);

    Task<VersionedWrite> DeleteAsync(string account, string database, long expectedVersion, CancellationToken cancellationToken);
}
