using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>A connection for the length of one transaction.</summary>
internal sealed class PostgresSession : SqlSession
{
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<string, PostgresStatement> _statements = new(StringComparer.Ordinal);

    public PostgresSession(NpgsqlConnection connection) => _connection = connection;

    /// <param name="databaseKeys">What sessions that only read have learnt: a number that was committed once stays.</param>
    public PostgresSession(NpgsqlConnection connection, ConcurrentDictionary<(string Account, string Database), long> databaseKeys)
        : this(connection) => DatabaseKeys = databaseKeys;

    public NpgsqlConnection Connection => _connection;

    public override PostgresStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new PostgresStatement(_connection, sql, isOneOfFew: true));
        return statement;
    }

    public override PostgresStatement Prepare(string sql) => new(_connection, sql, isOneOfFew: false);

    public override void Lock(params ReadOnlySpan<string> name) => Statement("SELECT pg_advisory_xact_lock(?1)").Bind(1, LockKey(name)).Execute();

    public override string AmongKeys(string parameter) => $"(SELECT unnest({parameter}))";

    public override string AmongTexts(string parameter) => $"(SELECT unnest({parameter}))";

    // Upper case of Unicode, much as .NET compares. A column that is null counts as empty, unless all are.
    public override string Contains(string parameter, string columns)
    {
        var texts = string.Join(", ", columns.Split(", ").Select(column => $"coalesce({column}, '')"));
        return $"(coalesce({columns}) IS NOT NULL AND strpos(upper(concat_ws(' ', {texts}) COLLATE \"und-x-icu\"), upper({parameter} COLLATE \"und-x-icu\")) > 0)";
    }

    public override void SettleActivity() => PostgresActivityTables.TakeJournal(this);

    public override void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }

    /// <summary>The number that stands for a name among advisory locks. Two names with one number only wait for each other.</summary>
    public static long LockKey(params ReadOnlySpan<string> name) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', [.. name]))));
}
