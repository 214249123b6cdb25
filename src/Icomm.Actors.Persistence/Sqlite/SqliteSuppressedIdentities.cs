using System.Collections.Immutable;
using Icomm.Actors.Persistence.Erasures;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>suppressed_identities</c>.</summary>
internal sealed class SqliteSuppressedIdentities(SqliteDatabase database) : ISuppressedIdentities
{
    public Task AddAsync(string account, string databaseId, string erasureId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var databaseKey = DatabaseKeys.GetOrAdd(session, account, databaseId);
            return digests.Sum(digest => session.Statement("INSERT INTO suppressed_identities (database_key, digest, erasure_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .Bind(1, databaseKey).Bind(2, digest).Bind(3, erasureId).Execute());
        },
        cancellationToken);

    public Task<bool> AnyAsync(string account, string databaseId, CancellationToken cancellationToken) => database.Scans.ReadAsync(
        session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey)
            && IsThere(session.Statement("SELECT 1 FROM suppressed_identities WHERE database_key = ?1 LIMIT 1").Bind(1, databaseKey)),
        cancellationToken);

    public Task<ImmutableHashSet<string>> FindAsync(string account, string databaseId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) => database.Scans.ReadAsync(
        session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey) ? digests.Where(digest => Contains(session, databaseKey, digest)).ToImmutableHashSet() : [],
        cancellationToken);

    public Task LiftAsync(string account, string databaseId, string erasureId, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM suppressed_identities WHERE database_key = ?1 AND erasure_id = ?2")
            .Bind(1, DatabaseKeys.GetOrAdd(session, account, databaseId)).Bind(2, erasureId).Execute(),
        cancellationToken);

    public static bool Contains(SqliteSession session, long databaseKey, string digest) =>
        IsThere(session.Statement("SELECT 1 FROM suppressed_identities WHERE database_key = ?1 AND digest = ?2 LIMIT 1").Bind(1, databaseKey).Bind(2, digest));

    private static bool IsThere(SqliteStatement select)
    {
        try
        {
            return select.Step();
        }
        finally
        {
            select.Reset();
        }
    }
}
