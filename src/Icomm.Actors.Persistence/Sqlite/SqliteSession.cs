using Icomm.Actors.Persistence.Sql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>One connection with its prepared statements and what it knows of the rows. Used by one thread.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : SqlSession
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    /// <summary>What the transaction under way adds to the sums of databases; the writer's only.</summary>
    public ActivityStage Activity { get; } = new();

    /// <summary>The writer's only.</summary>
    public MarkedProfiles Marked { get; } = new();

    /// <summary>The last key that was given to a profile; 0 before the first. Survives a rollback: a gap is harmless, a key that comes a second time isn't.</summary>
    public long LastProfileKey { get; set; }

    /// <summary>False after SQLite has rolled a transaction back by itself, as it does when the disk is full.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(connection.Handle);

    public override SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqliteStatement(connection.Handle!, sql));
        return statement;
    }

    public override SqliteStatement Prepare(string sql) => new(connection.Handle!, sql);

    public override void Lock(params ReadOnlySpan<string> name)
    {
        // Writing transactions are one at a time.
    }

    public override string AmongKeys(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string AmongTexts(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string Contains(string parameter, string columns) => $"{TextSearch.Function}({parameter}, {columns})";

    public override void SettleActivity()
    {
        Activity.WriteJournal(this);
        Marked.Forget(); // profiles may be about to go without being unmarked
    }

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

    public override void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
