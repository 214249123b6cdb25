using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Persistence.Erasures;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>suppressed_identities</c>.</summary>
internal sealed class SqlSuppressedIdentities(ISqlDatabase database) : ISuppressedIdentities
{
    public Task AddAsync(string account, string databaseId, string erasureId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var databaseKey = DatabaseKeys.GetOrAdd(session, account, databaseId);
            session.Lock(NewProfiles(databaseKey)); // one that is being made is there before this, or is refused after it
            return digests.Sum(digest => session.Statement("INSERT INTO suppressed_identities (database_key, digest, erasure_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
                .Bind(1, databaseKey).Bind(2, digest).Bind(3, erasureId).Execute());
        },
        cancellationToken);

    public Task<bool> AnyAsync(string account, string databaseId, CancellationToken cancellationToken) => database.ReadAsync(
        session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey)
            && IsThere(session.Statement("SELECT 1 FROM suppressed_identities WHERE database_key = ?1 LIMIT 1").Bind(1, databaseKey)),
        cancellationToken);

    public Task<ImmutableHashSet<string>> FindAsync(string account, string databaseId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken) => database.ReadAsync(
        session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey) ? digests.Where(digest => Contains(session, databaseKey, digest)).ToImmutableHashSet() : [],
        cancellationToken);

    public Task LiftAsync(string account, string databaseId, string erasureId, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM suppressed_identities WHERE database_key = ?1 AND erasure_id = ?2")
            .Bind(1, DatabaseKeys.GetOrAdd(session, account, databaseId)).Bind(2, erasureId).Execute(),
        cancellationToken);

    /// <summary>Held by who makes profiles in a database, beside each other, and by who says that some may not be made, alone.</summary>
    public static string[] NewProfiles(long databaseKey) => ["new profiles", databaseKey.ToString(CultureInfo.InvariantCulture)];

    public static bool Contains(SqlSession session, long databaseKey, string digest) =>
        IsThere(session.Statement("SELECT 1 FROM suppressed_identities WHERE database_key = ?1 AND digest = ?2 LIMIT 1").Bind(1, databaseKey).Bind(2, digest));

    private static bool IsThere(SqlStatement select)
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
