using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>A product, category or brand of a database.</summary>
internal readonly record struct TermId(long DatabaseKey, PostedTermKind Kind, string Integration, string Id);

/// <summary>The small numbers and latest names of terms (table <c>activity_term_names</c>), remembered by the writer.</summary>
internal sealed class ActivityTermKeys
{
    /// <summary>So many terms of a shop or several are met again soon; more would be memory for nothing.</summary>
    private const int MostKnown = 50_000;

    private readonly Dictionary<TermId, (long Key, string Name)> _known = [];

    /// <summary>The key of a term that <see cref="Learn"/> has seen in this transaction.</summary>
    public long this[TermId term] => _known[term].Key;

    /// <summary>Forgets all: some of it may have been learnt in a transaction that was undone.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Finds the term or adds it.</summary>
    /// <param name="isCurrent">The name replaces another one.</param>
    public void Learn(SqliteSession session, TermId term, string name, bool isCurrent)
    {
        if (!_known.TryGetValue(term, out var known) && !TryFind(session, term, out known))
            known = (Add(session, term, name), name);
        if (isCurrent && known.Name != name)
        {
            session.Statement("UPDATE activity_term_names SET name = ?2 WHERE term_key = ?1").Bind(1, known.Key).Bind(2, name).Execute();
            known.Name = name;
        }

        _known[term] = known;
    }

    /// <summary>Keeps the memory within its bound. Between transactions: what a transaction learnt is needed to its end.</summary>
    public void Trim()
    {
        if (_known.Count > MostKnown)
            _known.Clear();
    }

    private static bool TryFind(SqliteSession session, TermId term, out (long Key, string Name) found)
    {
        var select = Bind(session.Statement("SELECT term_key, name FROM activity_term_names WHERE database_key = ?1 AND kind = ?2 AND integration = ?3 AND term_id = ?4"), term);
        try
        {
            if (!select.Step())
            {
                found = default;
                return false;
            }

            found = (select.GetInt64(0), select.GetText(1));
            return true;
        }
        finally
        {
            select.Reset();
        }
    }

    private static long Add(SqliteSession session, TermId term, string name)
    {
        Bind(session.Statement("INSERT INTO activity_term_names (database_key, kind, integration, term_id, name) VALUES (?1, ?2, ?3, ?4, ?5)"), term).Bind(5, name).Execute();
        return session.LastInsertRowId;
    }

    private static SqliteStatement Bind(SqliteStatement statement, TermId term) =>
        statement.Bind(1, term.DatabaseKey).Bind(2, (long)term.Kind).Bind(3, term.Integration).Bind(4, term.Id);
}
