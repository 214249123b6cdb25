using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary><see cref="IProfileStore"/> with group commit and group read.</summary>
internal sealed class SqliteProfileStore(SqliteDatabase database) : IProfileStore
{
    public Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken) => database.ReadAsync(new ReadProfile(key), cancellationToken);

    public Task<VersionedWrite> WriteAsync(
        ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken) =>
        database.WriteAsync(new WriteProfile(key, expectedVersion, state, summary, activity), cancellationToken);

    public Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, ZonedActivity? activity, CancellationToken cancellationToken) =>
        database.WriteAsync(new DeleteProfile(key, expectedVersion, activity), cancellationToken);

    /// <summary>Key and version of what is in the store; zeros for none.</summary>
    private static (long Key, long Version) Find(SqliteSession session, long databaseKey, string profileId)
    {
        var select = session.Statement("SELECT profile_key, version FROM profiles WHERE database_key = ?1 AND profile_id = ?2").Bind(1, databaseKey).Bind(2, profileId);
        try
        {
            return select.Step() ? (select.GetInt64(0), select.GetInt64(1)) : default;
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

    internal sealed class WriteProfile(ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity)
        : WriteOperation<VersionedWrite>
    {
        private const string Insert = """
            INSERT INTO profiles (profile_key, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state, database_key, profile_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """;

        private const string Update = """
            UPDATE profiles
            SET version = ?2, order_count = ?3, purchase_count = ?4, first_purchase_at = ?5, last_purchase_at = ?6, email = ?7, first_name = ?8, last_name = ?9, state = ?10
            WHERE profile_key = ?1 AND version = ?11
            """;

        // Not one statement, and no savepoint needed: what comes before the profile's own row is harmless to keep if the row then fails.
        public override bool IsSingleStatement => true;

        protected override VersionedWrite Write(SqliteSession session)
        {
            var databaseKey = DatabaseKeys.GetOrAdd(session, key.Account, key.Database);
            var isMarked = session.Marked.TryGetKey(databaseKey, key.ProfileId, out var profileKey);
            if (!isMarked)
            {
                (profileKey, var version) = Find(session, databaseKey, key.ProfileId);
                if (version != expectedVersion)
                    return new VersionedWrite(false, version);
                if (version == 0)
                    profileKey = NextKey(session, databaseKey);
                ProfileLeftovers.Mark(session, databaseKey, profileKey);
            }

            // One that is marked exists.
            if (expectedVersion == 0 && !isMarked)
                Bind(session.Statement(Insert), profileKey).Bind(11, databaseKey).Bind(12, key.ProfileId).Execute();
            else if (Bind(session.Statement(Update), profileKey).Bind(11, expectedVersion).Execute() != 1)
                return new VersionedWrite(false, Find(session, databaseKey, key.ProfileId).Version);
            if (!isMarked)
                session.Marked.Add(databaseKey, key.ProfileId, profileKey);
            if (activity is { Activity.IsEmpty: false })
                session.Activity.Add(databaseKey, activity);
            return new VersionedWrite(true, expectedVersion + 1);
        }

        /// <summary>Whoever was erased stays so, whatever a sync has read before that and writes only now.</summary>
        private long NextKey(SqliteSession session, long databaseKey) => SqlSuppressedIdentities.Contains(session, databaseKey, key.ProfileId)
            ? throw new PersistenceException(PersistenceErrors.ProfileSuppressed, "The person has been erased and is not taken in again.")
            : ProfileKeys.Next(session);

        private SqliteStatement Bind(SqliteStatement statement, long profileKey) => statement
            .Bind(1, profileKey)
            .Bind(2, expectedVersion + 1)
            .Bind(3, summary.OrderCount)
            .Bind(4, summary.PurchaseCount)
            .Bind(5, summary.FirstPurchaseAt?.ToUnixTimeMilliseconds())
            .Bind(6, summary.LastPurchaseAt?.ToUnixTimeMilliseconds())
            .Bind(7, summary.Email)
            .Bind(8, summary.FirstName)
            .Bind(9, summary.LastName)
            .Bind(10, state.Span);
    }

    private sealed class DeleteProfile(ProfileKey key, long expectedVersion, ZonedActivity? activity) : WriteOperation<VersionedWrite>
    {
        protected override VersionedWrite Write(SqliteSession session)
        {
            if (!DatabaseKeys.TryFind(session, key.Account, key.Database, out var databaseKey))
                return new VersionedWrite(expectedVersion == 0, 0);
            var (profileKey, version) = Find(session, databaseKey, key.ProfileId);
            if (version != expectedVersion || version == 0)
                return new VersionedWrite(version == expectedVersion, version);

            // At once, not at the next refresh: it is personal data.
            ProfileLeftovers.Mark(session, databaseKey, profileKey);
            ProfileLeftovers.Delete(session, databaseKey, profileKey);
            session.Statement("DELETE FROM profiles WHERE profile_key = ?1").Bind(1, profileKey).Execute();
            session.Marked.Remove(databaseKey, key.ProfileId);
            if (activity is { Activity.IsEmpty: false })
                session.Activity.Add(databaseKey, activity);
            return new VersionedWrite(true, 0);
        }
    }
}
