using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>A product, category or brand of a database.</summary>
internal readonly record struct TermId(long DatabaseKey, PostedTermKind Kind, string Integration, string Id)
{
    // The integration's id is long, and tells few terms apart.
    public override int GetHashCode() => HashCode.Combine(DatabaseKey, Kind, Id);
}

/// <summary>The small numbers and latest names of terms (table <c>activity_term_names</c>), remembered by the writer.</summary>
internal sealed class ActivityTerms
{
    /// <summary>So many terms of a shop or several are met again soon; more would be memory for nothing.</summary>
    private const int MostKnown = 50_000;

    private readonly Dictionary<TermId, Term> _known = [];
    private readonly List<Term> _toWrite = [];

    /// <summary>The term as it will be known once <see cref="Write"/> has run.</summary>
    /// <param name="isCurrent">Whether the name replaces another one: what is taken off has the name of its time, which serves only where there is no other.</param>
    public Term Get(long databaseKey, in PostedTerm posted, bool isCurrent)
    {
        var id = new TermId(databaseKey, posted.Kind, posted.IntegrationId, posted.Id);
        if (!_known.TryGetValue(id, out var term))
        {
            _known.Add(id, term = new Term(id) { Name = posted.Name, HasNewName = isCurrent });
            _toWrite.Add(term);
        }
        else if (isCurrent && (term.Name != posted.Name || (term.Key == 0 && !term.HasNewName)))
        {
            if (term is { Key: not 0, HasNewName: false })
                _toWrite.Add(term);
            (term.Name, term.HasNewName) = (posted.Name, true);
        }

        return term;
    }

    /// <summary>Gives new terms their numbers and writes names that changed, within the transaction.</summary>
    public void Write(SqliteSession session)
    {
        foreach (var term in _toWrite)
        {
            if (term.Key == 0)
                Find(session, term);
            else
                Rename(session, term);
            term.HasNewName = false;
        }

        _toWrite.Clear();
    }

    /// <summary>Forgets all: some of it may have been learnt in a transaction that was undone.</summary>
    public void Forget()
    {
        _known.Clear();
        _toWrite.Clear();
    }

    /// <summary>Keeps the memory within its bound. Between transactions: what a transaction learnt is needed to its end.</summary>
    public void Trim()
    {
        if (_known.Count > MostKnown)
            _known.Clear();
    }

    private static void Find(SqliteSession session, Term term)
    {
        var select = Bind(session.Statement("SELECT term_key, name FROM activity_term_names WHERE database_key = ?1 AND kind = ?2 AND integration = ?3 AND term_id = ?4"), term.Id);
        string? stored;
        try
        {
            stored = select.Step() ? select.GetText(1) : null;
            term.Key = stored is null ? 0 : select.GetInt64(0);
        }
        finally
        {
            select.Reset();
        }

        if (stored is null)
        {
            Bind(session.Statement("INSERT INTO activity_term_names (database_key, kind, integration, term_id, name) VALUES (?1, ?2, ?3, ?4, ?5)"), term.Id).Bind(5, term.Name).Execute();
            term.Key = session.LastInsertRowId;
        }
        else if (!term.HasNewName)
        {
            term.Name = stored;
        }
        else if (term.Name != stored)
        {
            Rename(session, term);
        }
    }

    private static void Rename(SqliteSession session, Term term) =>
        session.Statement("UPDATE activity_term_names SET name = ?2 WHERE term_key = ?1").Bind(1, term.Key).Bind(2, term.Name).Execute();

    private static SqliteStatement Bind(SqliteStatement statement, in TermId term) =>
        statement.Bind(1, term.DatabaseKey).Bind(2, (long)term.Kind).Bind(3, term.Integration).Bind(4, term.Id);

    internal sealed class Term(TermId id)
    {
        public TermId Id { get; } = id;

        /// <summary>0 before it is written.</summary>
        public long Key { get; set; }

        public required string Name { get; set; }

        /// <summary>Whether the name may be another one than the stored one, and newer.</summary>
        public bool HasNewName { get; set; }
    }
}
