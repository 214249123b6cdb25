using System.Runtime.InteropServices;
using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Writes many profiles with few statements. Rows are locked in the order of their keys before anything else, by every silo alike, so that two transactions never wait for each other.
/// </summary>
internal sealed class ProfileBatch(ActivityPosting activity)
{
    private const string LockRows = """
        SELECT u.number, p.profile_key, p.version
        FROM unnest($1, $2) WITH ORDINALITY AS u (database_key, profile_id, number)
        JOIN profiles p ON p.database_key = u.database_key AND p.profile_id = u.profile_id
        ORDER BY p.database_key, p.profile_id
        FOR NO KEY UPDATE OF p
        """;

    private const string Update = """
        UPDATE profiles p
        SET version = u.version, order_count = u.order_count, purchase_count = u.purchase_count, first_purchase_at = u.first_purchase_at, last_purchase_at = u.last_purchase_at,
            email = u.email, first_name = u.first_name, last_name = u.last_name, state = u.state
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            AS u (profile_key, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)
        WHERE p.profile_key = u.profile_key
        """;

    // What another silo inserts at the same moment is waited for, and is a conflict then.
    private const string Insert = """
        INSERT INTO profiles (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)
        SELECT u.database_key, u.profile_id, 1, u.order_count, u.purchase_count, u.first_purchase_at, u.last_purchase_at, u.email, u.first_name, u.last_name, u.state
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
            AS u (database_key, profile_id, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state, number)
        ORDER BY u.number
        ON CONFLICT (database_key, profile_id) DO NOTHING
        RETURNING database_key, profile_id, profile_key
        """;

    private const string SelectSuppressed = """
        SELECT DISTINCT u.number
        FROM unnest($1, $2) WITH ORDINALITY AS u (database_key, profile_id, number)
        JOIN suppressed_identities s ON s.database_key = u.database_key AND s.digest = u.profile_id
        """;

    private const string Mark = """
        INSERT INTO changed_profiles (database_key, profile_key)
        SELECT u.database_key, u.profile_key FROM unnest($1, $2) AS u (database_key, profile_key) ORDER BY u.database_key, u.profile_key
        ON CONFLICT (database_key, profile_key) DO NOTHING
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
        foreach (var write in writes)
            (write.Result, write.Refusal, write.ProfileKey) = (default, null, 0);
        foreach (var wave in Waves(writes))
            await WriteWaveAsync(connection, wave).ConfigureAwait(false);
        await activity.PostAsync(connection, writes.Where(write => write is { Refusal: null, Result.Succeeded: true })).ConfigureAwait(false);
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
        var stored = await LockAsync(connection, wave).ConfigureAwait(false);
        var (inserts, updates, deletes) = (new List<ProfileWrite>(), new List<ProfileWrite>(), new List<ProfileWrite>());
        for (var i = 0; i < wave.Count; i++)
        {
            var write = wave[i];
            (write.ProfileKey, var version) = stored[i];
            if (version != write.ExpectedVersion)
                write.Result = new VersionedWrite(false, version);
            else if (write.Content is null && version == 0)
                write.Result = new VersionedWrite(true, 0);
            else
                (write.Content is null ? deletes : version == 0 ? inserts : updates).Add(write);
        }

        if (updates.Count > 0)
            await UpdateAsync(connection, updates).ConfigureAwait(false);
        if (inserts.Count > 0)
            await InsertAsync(connection, inserts).ConfigureAwait(false);
        if (deletes.Count > 0)
            await DeleteAsync(connection, deletes).ConfigureAwait(false);
        await MarkAsync(connection, [.. wave.Where(write => write is { Result.Succeeded: true, ProfileKey: > 0 })]).ConfigureAwait(false);
    }

    /// <summary>Keys and versions of what is in the store, and will not be changed by others before the commit; zeros for none.</summary>
    private static async Task<(long Key, long Version)[]> LockAsync(NpgsqlConnection connection, List<ProfileWrite> wave)
    {
        var stored = new (long Key, long Version)[wave.Count];
        await using var command = PostgresCommands.Of(connection, LockRows, Databases(wave), Ids(wave));
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
            stored[reader.GetInt64(0) - 1] = (reader.GetInt64(1), reader.GetInt64(2));
        return stored;
    }

    private static async Task UpdateAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        await PostgresCommands.ExecuteAsync(
            connection, Update, [PostgresCommands.Column(writes, write => write.ProfileKey), PostgresCommands.Column(writes, write => write.ExpectedVersion + 1), .. Contents(writes)]).ConfigureAwait(false);
        foreach (var write in writes)
            write.Result = new VersionedWrite(true, write.ExpectedVersion + 1);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        await RefuseSuppressedAsync(connection, writes).ConfigureAwait(false);
        writes.RemoveAll(write => write.Refusal is not null);
        var keys = new Dictionary<(long, string), long>(writes.Count);
        await using (var command = PostgresCommands.Of(connection, Insert, [Databases(writes), Ids(writes), .. Contents(writes)]))
        {
            await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
                keys.Add((reader.GetInt64(0), reader.GetString(1)), reader.GetInt64(2));
        }

        var stored = keys.Count == writes.Count ? [] : await LockAsync(connection, writes).ConfigureAwait(false);
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            var isInserted = keys.TryGetValue((write.DatabaseKey, write.Key.ProfileId), out var key);
            (write.ProfileKey, write.Result) = isInserted ? (key, new VersionedWrite(true, 1)) : (0, new VersionedWrite(false, stored[i].Version));
        }
    }

    /// <summary>Whoever was erased stays so, whatever a sync has read before that and writes only now.</summary>
    private static async Task RefuseSuppressedAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        foreach (var database in writes.Select(write => write.DatabaseKey).Distinct())
        {
            await PostgresCommands.ExecuteAsync(
                connection, "SELECT pg_advisory_xact_lock_shared($1)", PostgresSession.LockKey(SqlSuppressedIdentities.NewProfiles(database))).ConfigureAwait(false);
        }

        await using var command = PostgresCommands.Of(connection, SelectSuppressed, Databases(writes), Ids(writes));
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
            writes[(int)reader.GetInt64(0) - 1].Refusal = new PersistenceException(PersistenceErrors.ProfileSuppressed, "The person has been erased and is not taken in again.");
    }

    /// <summary>At once, not at the next refresh: it is personal data.</summary>
    private static async Task DeleteAsync(NpgsqlConnection connection, List<ProfileWrite> writes)
    {
        var (databases, keys) = (Databases(writes), PostgresCommands.Column(writes, write => write.ProfileKey));
        await PostgresCommands.ExecuteAsync(connection, "DELETE FROM profiles WHERE profile_key = ANY($1)", keys).ConfigureAwait(false);
        foreach (var (sql, isByDatabase) in PostgresLeftovers.OfProfiles)
            await (isByDatabase ? PostgresCommands.ExecuteAsync(connection, sql, keys, databases) : PostgresCommands.ExecuteAsync(connection, sql, keys)).ConfigureAwait(false);
        foreach (var write in writes)
            write.Result = new VersionedWrite(true, 0);
    }

    private static Task MarkAsync(NpgsqlConnection connection, List<ProfileWrite> writes) => writes.Count == 0
        ? Task.CompletedTask
        : PostgresCommands.ExecuteAsync(connection, Mark, Databases(writes), PostgresCommands.Column(writes, write => write.ProfileKey));

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
