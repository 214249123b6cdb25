using System.Collections.Immutable;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>linked_accounts</c>, and the index <c>profiles_without_email</c>.</summary>
internal sealed class SqlLinkedAccounts(ISqlDatabase database) : ILinkedAccounts
{
    private const string SelectAny = """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM profiles WHERE database_key = ?1 AND email IS NULL) OR EXISTS (SELECT 1 FROM linked_accounts WHERE database_key = ?1)
        """;

    public async Task<bool> AnyAsync(string account, string databaseId, CancellationToken cancellationToken) =>
        (await ReadAsync(account, databaseId, (session, databaseKey) => session.Statement(SelectAny).Bind(1, databaseKey), _ => true, cancellationToken).ConfigureAwait(false)).Count > 0;

    public async Task<ImmutableHashSet<string>> WithoutEmailAsync(string account, string databaseId, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken) =>
    [
        .. await ReadAsync(
            account,
            databaseId,
            (session, databaseKey) => session
                .Statement($"SELECT profile_id FROM profiles WHERE database_key = ?1 AND email IS NULL AND profile_id IN {session.AmongTexts("?2")}").Bind(1, databaseKey).Bind(2, profileIds),
            row => row.GetText(0),
            cancellationToken).ConfigureAwait(false),
    ];

    public Task LinkAsync(string account, string databaseId, string from, string to, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("INSERT INTO linked_accounts (database_key, account_digest, profile_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")
            .Bind(1, DatabaseKeys.GetOrAdd(session, account, databaseId)).Bind(2, from).Bind(3, to).Execute(),
        cancellationToken);

    public async Task<ImmutableDictionary<string, string>> FindAsync(string account, string databaseId, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken) =>
        (await ReadAsync(
            account,
            databaseId,
            (session, databaseKey) => session
                .Statement($"SELECT account_digest, profile_id FROM linked_accounts WHERE database_key = ?1 AND account_digest IN {session.AmongTexts("?2")}").Bind(1, databaseKey).Bind(2, profileIds),
            row => KeyValuePair.Create(row.GetText(0), row.GetText(1)),
            cancellationToken).ConfigureAwait(false)).ToImmutableDictionary();

    private Task<List<T>> ReadAsync<T>(string account, string databaseId, Func<SqlSession, long, SqlStatement> select, Func<SqlStatement, T> read, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var rows = new List<T>();
            if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                return rows;
            var statement = select(session, databaseKey);
            try
            {
                while (statement.Step())
                    rows.Add(read(statement));
                return rows;
            }
            finally
            {
                statement.Reset();
            }
        },
        cancellationToken);
}
