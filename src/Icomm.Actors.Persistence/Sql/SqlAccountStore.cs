using System.Collections.Immutable;
using System.Text;
using Dapper;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>accounts</c>.</summary>
internal sealed class SqlAccountStore(ISqlDatabase database) : IAccountStore
{
    private const string Columns = "SELECT account, version, name, created_at AS createdAt, disabled_at AS disabledAt FROM accounts";

    // A name that is taken changes nothing, as another version does.
    private const string Update = """
        UPDATE accounts SET version = version + 1, name = ?2, name_key = ?3, disabled_at = ?4
        WHERE account = ?1 AND version = ?5 AND NOT EXISTS (SELECT 1 FROM accounts other WHERE other.name_key = ?3 AND other.account <> ?1)
        """;

    public Task<bool> TryAddFirstAsync(AccountRow account, ApiKeyRow key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(key);
        return database.WriteAsync(
            session =>
            {
                session.Lock("accounts");
                if (HasAny(session) || !Insert(session, account))
                    return false;
                SqlApiKeyStore.Insert(session, key);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> TryAddAsync(AccountRow account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return database.WriteAsync(
            session =>
            {
                session.Lock("accounts");
                return Insert(session, account);
            },
            cancellationToken);
    }

    public Task<AccountUpdate> UpdateAsync(AccountRow account, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return database.WriteAsync(
            session =>
            {
                session.Lock("accounts");
                var updated = session
                    .Statement(Update)
                    .Bind(1, account.Account)
                    .Bind(2, account.Name)
                    .Bind(3, NameKey(account.Name))
                    .Bind(4, Instant.Text(account.DisabledAt))
                    .Bind(5, expectedVersion)
                    .Execute();
                return updated == 1 ? AccountUpdate.Updated : WhyNot(session, account.Account, expectedVersion);
            },
            cancellationToken);
    }

    public async Task<AccountRow?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} WHERE account = @account", new { account }), cancellationToken).ConfigureAwait(false);
        return row?.ToAccount();
    }

    public async Task<ImmutableArray<AccountRow>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} WHERE account > @after ORDER BY account LIMIT @limit", new { after = after ?? "", limit }).AsList(), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToAccount())];
    }

    private static bool HasAny(SqlSession session)
    {
        var select = session.Statement("SELECT 1 FROM accounts LIMIT 1");
        try
        {
            return select.Step();
        }
        finally
        {
            select.Reset();
        }
    }

    private static bool Insert(SqlSession session, AccountRow account) => session
        .Statement("INSERT INTO accounts (account, version, name, name_key, created_at, disabled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")
        .Bind(1, account.Account)
        .Bind(2, account.Version)
        .Bind(3, account.Name)
        .Bind(4, NameKey(account.Name))
        .Bind(5, Instant.Text(account.CreatedAt))
        .Bind(6, Instant.Text(account.DisabledAt))
        .Execute() == 1;

    private static AccountUpdate WhyNot(SqlSession session, string account, long expectedVersion)
    {
        var select = session.Statement("SELECT version FROM accounts WHERE account = ?1").Bind(1, account);
        try
        {
            return !select.Step() ? AccountUpdate.NotFound
                : select.GetInt64(0) == expectedVersion ? AccountUpdate.NameTaken
                : AccountUpdate.OtherVersion;
        }
        finally
        {
            select.Reset();
        }
    }

    private static string NameKey(string name) => name.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private sealed record Row(string Account, long Version, string Name, string CreatedAt, string? DisabledAt)
    {
        public AccountRow ToAccount() => new(Account, Name, Instant.Parse(CreatedAt), Instant.ParseOrNull(DisabledAt)) { Version = Version };
    }
}
