namespace Icomm.Actors.Persistence.Sql;

/// <summary>A connection within a transaction, as the stores that both dialects share see it. Used by one thread.</summary>
internal abstract class SqlSession : IDisposable
{
    /// <summary>The small numbers of databases (table <c>database_keys</c>).</summary>
    public IDictionary<(string Account, string Database), long> DatabaseKeys { get; protected init; } = new Dictionary<(string, string), long>();

    /// <summary>Names that come again and again.</summary>
    public TextCache Texts { get; } = new();

    /// <param name="sql">A constant: the prepared statement stays.</param>
    public abstract SqlStatement Statement(string sql);

    /// <summary>A statement that is made for one use and disposed by the caller.</summary>
    public abstract SqlStatement Prepare(string sql);

    /// <summary>
    /// Waits until no other transaction holds the name, and holds it to the end of this one: for what looks first and then writes. A database with one writer holds every name anyway.
    /// </summary>
    public abstract void Lock(params ReadOnlySpan<string> name);

    /// <summary>The numbers bound to a parameter: <c>key IN {session.AmongKeys("?2")}</c>.</summary>
    public abstract string AmongKeys(string parameter);

    /// <summary>The texts bound to a parameter: <c>id IN {session.AmongTexts("?2")}</c>.</summary>
    public abstract string AmongTexts(string parameter);

    /// <summary>Whether some columns, joined by a space, contain the text of a parameter, letter case aside.</summary>
    /// <param name="columns">Separated by commas.</param>
    public abstract string Contains(string parameter, string columns);

    /// <summary>Adds to the tables <c>activity_*</c> what has been noted and not added yet.</summary>
    public abstract void SettleActivity();

    public abstract void Dispose();
}
