using System.Runtime.InteropServices;
using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Writes many profiles with few statements: what has the version it expects is written, and only of the rest, which is rare, it is asked why not. All silos write in the order of keys, so that two
/// transactions wait for each other at most when the same profiles are in both; the server ends that, and the batch is repeated.
/// </summary>
internal sealed class ProfileBatch(ActivityPosting activity)
{
    // What is written or deleted is due for the next refresh.
    private const string Mark = """
        marked AS (
            INSERT INTO changed_profiles (database_key, profile_key)
            SELECT w.database_key, w.profile_key FROM written w ORDER BY w.database_key, w.profile_key
            ON CONFLICT (database_key, profile_key) DO NOTHING)
        """;

    private const string Update = $"""
        WITH written AS (
            UPDATE profiles p
            SET version = u.version, order_count = u.order_count, purchase_count = u.purchase_count, first_purchase_at = u.first_purchase_at, last_purchase_at = u.last_purchase_at,
                email = u.email, first_name = u.first_name, last_name = u.last_name, state = u.state
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
                AS u (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state, number)
            WHERE p.database_key = u.database_key AND p.profile_id = u.profile_id AND p.version = u.version - 1
            RETURNING u.number, p.database_key, p.profile_key),
        {Mark}
        SELECT number FROM written
        """;

    // What another silo inserts at the same moment is waited for, and is a conflict then. Whoever was erased stays so, whatever a sync has read before that and writes only now.
    private const string Insert = $"""
        WITH written AS (
            INSERT INTO profiles (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)
            SELECT u.database_key, u.profile_id, 1, u.order_count, u.purchase_count, u.first_purchase_at, u.last_purchase_at, u.email, u.first_name, u.last_name, u.state
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
                AS u (database_key, profile_id, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state, number)
            WHERE NOT EXISTS (SELECT 1 FROM suppressed_identities s WHERE s.database_key = u.database_key AND s.digest = u.profile_id)
            ORDER BY u.number
            ON CONFLICT (database_key, profile_id) DO NOTHING
            RETURNING database_key, profile_id, profile_key),
        {Mark}
        SELECT database_key, profile_id FROM written
        """;

    private const string Delete = $"""
        WITH written AS (
            DELETE FROM profiles p
            USING unnest($1, $2, $3) WITH ORDINALITY AS u (database_key, profile_id, version, number)
            WHERE p.database_key = u.database_key AND p.profile_id = u.profile_id AND p.version = u.version
            RETURNING u.number, p.database_key, p.profile_key),
        {Mark}
        SELECT number, database_key, profile_key FROM written
        """;

    private const string LockNewProfiles = "SELECT pg_advisory_xact_lock_shared(u.key) FROM unnest($1) AS u (key)";

    // Why a write did not take place: another version is stored, or the person was erased.
    private const string Explain = """
        SELECT u.number, coalesce(p.version, 0), EXISTS (SELECT 1 FROM suppressed_identities s WHERE s.database_key = u.database_key AND s.digest = u.profile_id)
        FROM unnest($1, $2) WITH ORDINALITY AS u (database_key, profile_id, number)
        LEFT JOIN profiles p ON p.database_key = u.database_key AND p.profile_id = u.profile_id
        """;

    private readonly Dictionary<(string Account, string Database), long> _databases = [];

    /// <summary>Gives every write the number of its database. Numbers are durable before they are used, so that what is remembered here stays true whatever becomes of the writes.</summary>
    public async Task NumberAsync(NpgsqlConnection connection, IReadOnlyList<ProfileWrite> writes)
    {
        foreach (var write in writes)
        {
            var name = (write.Key.Account, write.Key.Database);
            if (!_databases.TryGetValue(name, out var key))
            {
                await PostgresCommands.ExecuteAsync(
                    connection, "INSERT INTO database_keys (account, database_id) VALUES ($1, $2) ON CONFLICT (account, database_id) DO NOTHING", name.Account, name.Database).ConfigureAwait(false);
                await using var select = PostgresCommands.Of(connection, "SELECT database_key FROM database_keys WHERE account = $1 AND database_id = $2", name.Account, name.Database);
                _databases.Add(name, key = (long)(await select.ExecuteScalarAsync().ConfigureAwait(false))!);
            }

            write.DatabaseKey = key;
        }
    }

    /// <summary>Within a transaction: writes what has the version it expects, and says of every write what became of it.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<ProfileWrite> writes)
    {
        foreach (var wave in Waves(writes))
            await WriteWaveAsync(connection, wave).ConfigureAwait(false);
        await activity.PostAsync(connection, writes).ConfigureAwait(false);
    }

    /// <summary>The first write of each profile, then the second of those that have one, and so on; each wave in the order of keys.</summary>
    private static List<List<ProfileWrite>> Waves(IReadOnlyList<ProfileWrite> writes)
    {
        var waves = new List<List<ProfileWrite>>(1);
        var counts = new Dictionary<(long, string), int>(writes.Count);
        foreach (var write in writes)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (write.DatabaseKey, write.Key.ProfileId), out _);
            if (count == waves.Count)
                waves.Add([]);
            waves[count++].Add(write);
        }

        foreach (var wave in waves)
        {
            wave.Sort(static (a, b) =>
                a.DatabaseKey != b.DatabaseKey ? a.DatabaseKey.CompareTo(b.DatabaseKey) : string.CompareOrdinal(a.Key.ProfileId, b.Key.ProfileId));
        }

        return waves;
    }

    private static async Task WriteWaveAsync(NpgsqlConnection connection, List<ProfileWrite> wave)
    {
        var (inserts, updates, deletes) = (new List<ProfileWrite>(), new List<ProfileWrite>(), new List<ProfileWrite>());
        foreach (var write in wave)
        {
            (write.Result, write.Refusal) = (default, null);
            (write.Content is null ? deletes : write.ExpectedVersion == 0 ? inserts : updates).Add(write);
        }

        await SaveAsync(connection, updates, inserts).ConfigureAwait(false);
        if (deletes.Count > 0)
            await DeleteAsync(connection, deletes).ConfigureAwait(false);
        if (wave.FindAll(write => !write.Result.Succeeded) is { Count: > 0 } rest)
            await ExplainAsync(connection, rest).ConfigureAwait(false);
    }

    /// <summary>Both in one round trip.</summary>
    private static async Task SaveAsync(NpgsqlConnection connection, List<ProfileWrite> updates, List<ProfileWrite> inserts)
    {
        await using var batch = connection.CreateBatch();
        if (updates.Count > 0)
            batch.Add(Update, [Databases(updates), Ids(updates), PostgresCommands.Column(updates, write => write.ExpectedVersion + 1), .. Contents(updates)]);
        if (inserts.Count > 0)
        {
            batch.Add(LockNewProfiles, inserts.Select(write => write.DatabaseKey).Distinct().Select(key => PostgresSession.LockKey(SqlSuppressedIdentities.NewProfiles(key))).ToArray());
            batch.Add(Insert, [Databases(inserts), Ids(inserts), .. Contents(inserts)]);
        }

        if (batch.BatchCommands.Count == 0)
            return;
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        if (updates.Count > 0)
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
                Written(updates[(int)reader.GetInt64(0) - 1]);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        if (inserts.Count > 0)
        {
            await reader.NextResultAsync().ConfigureAwait(false);
            var byId = inserts.ToDictionary(write => (write.DatabaseKey, write.Key.ProfileId));
            while (await reader.ReadAsync().ConfigureAwait(false))
                Written(byId[(reader.GetInt64(0), reader.GetString(1))]);
        }

        static void Written(ProfileWrite write) => write.Result = new VersionedWrite(true, write.ExpectedVersion + 1);
    }

    /// <summary>With what is known of it, at once and not at the next refresh: it is personal data.</summary>
    private static async Task DeleteAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        var (databases, keys) = (new List<long>(writes.Count), new List<long>(writes.Count));
        await using (var command = PostgresCommands.Of(connection, Delete, Databases(writes), Ids(writes), PostgresCommands.Column(writes, write => write.ExpectedVersion)))
        {
            await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                writes[(int)reader.GetInt64(0) - 1].Result = new VersionedWrite(true, 0);
                databases.Add(reader.GetInt64(1));
                keys.Add(reader.GetInt64(2));
            }
        }

        foreach (var (sql, isByDatabase) in PostgresLeftovers.OfProfiles)
            await (isByDatabase ? PostgresCommands.ExecuteAsync(connection, sql, keys, databases) : PostgresCommands.ExecuteAsync(connection, sql, keys)).ConfigureAwait(false);
    }

    /// <summary>Says of writes that did not take place why. To delete what isn't there is no failure.</summary>
    private static async Task ExplainAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        await using var command = PostgresCommands.Of(connection, Explain, Databases(writes), Ids(writes));
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var (write, version, isSuppressed) = (writes[(int)reader.GetInt64(0) - 1], reader.GetInt64(1), reader.GetBoolean(2));
            write.Result = new VersionedWrite(write is { Content: null, ExpectedVersion: 0 } && version == 0, version);
            if (write is { Content: not null, ExpectedVersion: 0 } && version == 0 && isSuppressed)
                write.Refusal = new PersistenceException(PersistenceErrors.ProfileSuppressed, "The person has been erased and is not taken in again.");
        }
    }

    private static long[] Databases(List<ProfileWrite> writes) => PostgresCommands.Column(writes, write => write.DatabaseKey);

    private static string[] Ids(List<ProfileWrite> writes) => PostgresCommands.Column(writes, write => write.Key.ProfileId);

    private static object[] Contents(List<ProfileWrite> writes) =>
    [
        PostgresCommands.Column(writes, write => (long)write.Content!.Summary.OrderCount),
        PostgresCommands.Column(writes, write => (long)write.Content!.Summary.PurchaseCount),
        PostgresCommands.Column(writes, write => write.Content!.Summary.FirstPurchaseAt?.ToUnixTimeMilliseconds()),
        PostgresCommands.Column(writes, write => write.Content!.Summary.LastPurchaseAt?.ToUnixTimeMilliseconds()),
        PostgresCommands.Column(writes, write => PostgresText.Of(write.Content!.Summary.Email)),
        PostgresCommands.Column(writes, write => PostgresText.Of(write.Content!.Summary.FirstName)),
        PostgresCommands.Column(writes, write => PostgresText.Of(write.Content!.Summary.LastName)),
        PostgresCommands.Column(writes, write => Bytes(write.Content!.State)),
    ];

    private static byte[] Bytes(ReadOnlyMemory<byte> state) =>
        MemoryMarshal.TryGetArray(state, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : state.ToArray();
}
