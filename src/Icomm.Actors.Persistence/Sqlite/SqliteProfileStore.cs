using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary><see cref="IProfileStore"/> with group commit and group read.</summary>
internal sealed class SqliteProfileStore(SqliteDatabase database) : IProfileStore
{
    public Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken) => database.ReadAsync(new ReadProfile(key), cancellationToken);

    public Task<VersionedWrite> WriteAsync(
        ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken) =>
        database.WriteAsync(new WriteProfile(key, expectedVersion, state, summary), cancellationToken);

    public Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(new DeleteProfile(key, expectedVersion), cancellationToken);

    /// <summary>The version in the store; 0 for none.</summary>
    private static long VersionOf(SqliteSession session, long databaseKey, string profileId)
    {
        var select = session.Statement("SELECT version FROM profiles WHERE database_key = ?1 AND profile_id = ?2").Bind(1, databaseKey).Bind(2, profileId);
        try
        {
            return select.Step() ? select.GetInt64(0) : 0;
        }
        finally
        {
            select.Reset();
        }
    }

    private sealed class ReadProfile(ProfileKey key) : ReadOperation<StoredProfile?>
    {
        protected override StoredProfile? Read(SqliteSession session)
        {
            if (!DatabaseKeys.TryFind(session, key.Account, key.Database, out var databaseKey))
                return null;
            var select = session.Statement("SELECT version, state FROM profiles WHERE database_key = ?1 AND profile_id = ?2").Bind(1, databaseKey).Bind(2, key.ProfileId);
            try
            {
                return select.Step() ? new StoredProfile(select.GetInt64(0), select.GetBlob(1)) : null;
            }
            finally
            {
                select.Reset();
            }
        }
    }

    internal sealed class WriteProfile(ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary) : WriteOperation<VersionedWrite>
    {
        private const string Insert = """
            INSERT INTO profiles (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (database_key, profile_id) DO NOTHING
            """;

        private const string Update = """
            UPDATE profiles
            SET version = ?3, order_count = ?4, purchase_count = ?5, first_purchase_at = ?6, last_purchase_at = ?7, email = ?8, first_name = ?9, last_name = ?10, state = ?11
            WHERE database_key = ?1 AND profile_id = ?2 AND version = ?12
            """;

        // The database's key may have to be written first; that is harmless to keep if the profile then fails.
        public override bool IsSingleStatement => true;

        protected override VersionedWrite Write(SqliteSession session)
        {
            var databaseKey = DatabaseKeys.GetOrAdd(session, key.Account, key.Database);
            var statement = session.Statement(expectedVersion == 0 ? Insert : Update)
                .Bind(1, databaseKey)
                .Bind(2, key.ProfileId)
                .Bind(3, expectedVersion + 1)
                .Bind(4, summary.OrderCount)
                .Bind(5, summary.PurchaseCount)
                .Bind(6, summary.FirstPurchaseAt?.ToUnixTimeMilliseconds())
                .Bind(7, summary.LastPurchaseAt?.ToUnixTimeMilliseconds())
                .Bind(8, summary.Email)
                .Bind(9, summary.FirstName)
                .Bind(10, summary.LastName)
                .Bind(11, state.Span);
            if (expectedVersion != 0)
                statement.Bind(12, expectedVersion);
            return statement.Execute() == 1
                ? new VersionedWrite(true, expectedVersion + 1)
                : new VersionedWrite(false, VersionOf(session, databaseKey, key.ProfileId));
        }
    }

    private sealed class DeleteProfile(ProfileKey key, long expectedVersion) : WriteOperation<VersionedWrite>
    {
        public override bool IsSingleStatement => true;

        protected override VersionedWrite Write(SqliteSession session)
        {
            if (!DatabaseKeys.TryFind(session, key.Account, key.Database, out var databaseKey))
                return new VersionedWrite(expectedVersion == 0, 0);
            var deleted = session.Statement("DELETE FROM profiles WHERE database_key = ?1 AND profile_id = ?2 AND version = ?3")
                .Bind(1, databaseKey).Bind(2, key.ProfileId).Bind(3, expectedVersion)
                .Execute();
            if (deleted == 1)
                return new VersionedWrite(true, 0);
            var stored = VersionOf(session, databaseKey, key.ProfileId);
            return new VersionedWrite(stored == 0 && expectedVersion == 0, stored);
        }
    }
}
