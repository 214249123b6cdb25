using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>A product, category or brand of a database.</summary>
internal readonly record struct TermId(long DatabaseKey, PostedTermKind Kind, string Integration, string Id)
{
    // The integration's id is long, and tells few terms apart.
    public override int GetHashCode() => HashCode.Combine(DatabaseKey, Kind, Id);
}

/// <summary>The small numbers and latest names of terms (table <c>activity_term_names</c>), remembered by who writes.</summary>
internal sealed class ActivityTerms
{
    /// <summary>So many terms of a shop or several are met again soon; more would be memory for nothing.</summary>
    private const int MostKnown = 50_000;

    private readonly Dictionary<TermId, Term> _known = [];
    private readonly List<Term> _toWrite = [];

    /// <summary>The term as it will be known once it has been written.</summary>
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

    /// <summary>Terms that want a number, or another name. They count as written from now on.</summary>
    public Term[] TakeUnwritten()
    {
        Term[] unwritten = [.. _toWrite];
        _toWrite.Clear();
        return unwritten;
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

    internal sealed class Term(TermId id)
    {
        public TermId Id { get; } = id;

        /// <summary>0 before it is written.</summary>
        public long Key { get; set; }

        public required string Name { get; set; }

        /// <summary>Whether the name may be another one than the stored one, and newer.</summary>
        public bool HasNewName { get; set; }

        /// <summary>It is stored under this number.</summary>
        /// <param name="storedName">The name that counts.</param>
        public void Written(long key, string storedName) => (Key, Name, HasNewName) = (key, storedName, false);
    }
}
