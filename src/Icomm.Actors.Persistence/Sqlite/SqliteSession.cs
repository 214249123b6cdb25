using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>One connection with its prepared statements and what it knows of the rows. Used by one thread.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    /// <summary>The small numbers of databases (table <c>database_keys</c>).</summary>
    public Dictionary<(string Account, string Database), long> DatabaseKeys { get; } = [];

    /// <summary>Names that come again and again.</summary>
    public TextCache Texts { get; } = new();

    /// <summary>What the transaction under way adds to the sums of databases; the writer's only.</summary>
    public ActivityStage Activity { get; } = new();

    /// <summary>The writer's only.</summary>
    public MarkedProfiles Marked { get; } = new();

    /// <summary>The last key that was given to a profile; 0 before the first. Survives a rollback: a gap is harmless, a key that comes a second time isn't.</summary>
    public long LastProfileKey { get; set; }

    /// <summary>False after SQLite has rolled a transaction back by itself, as it does when the disk is full.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <param name="sql">A constant: the prepared statement stays.</param>
    public SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(connection.Handle!, sql));
        return statement;
    }

    /// <summary>A statement that is made for one use and disposed by the caller.</summary>
    public SqliteStatement Prepare(string sql) => new(connection.Handle!, sql);

    public void Execute(string sql) => Statement(sql).Execute();

    /// <summary>Ends the transaction without its writes, whatever state it is in, and forgets what was learnt in it.</summary>
    public void Rollback()
    {
        DatabaseKeys.Clear();
        Activity.Forget();
        Marked.Forget();
        if (InTransaction)
            Execute("ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
