using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>The terms that one order mentions, each once, as the last ones of a draft.</summary>
internal struct OrderTerms(ProfileDraft draft)
{
    /// <summary>Up to here looking at each is quicker than an index, and most orders have fewer.</summary>
    private const int ScannedTerms = 64;

    private HashSet<int>? _index;

    /// <summary>Where in <see cref="ProfileDraft.Terms"/> they begin.</summary>
    public int First { get; } = draft.Terms.Count;

    public readonly int Count => draft.Terms.Count - First;

    /// <summary>Adds a term unless the order mentions it already (under whatever name: the first one stands).</summary>
    public void Add(TermKind kind, byte integration, string? id, string? name)
    {
        if (string.IsNullOrEmpty(id))
            return;
        var before = draft.Text.Count;
        var idSpan = draft.Text.Add(id, ProfileFormat.MaxIdLength);
        var index = draft.Terms.Count;
        draft.Terms.Add(new DraftTerm { Kind = kind, Integration = integration, Id = idSpan, Name = idSpan, NameIsId = true, IdHash = (uint)XxHash64.Of(draft.Text[idSpan]) });
        if (IsKnown(index))
        {
            draft.Terms.Truncate(index);
            draft.Text.Truncate(before);
            return;
        }

        if (string.IsNullOrWhiteSpace(name))
            return;
        var nameSpan = draft.Text.Add(name, ProfileFormat.MaxNameLength);
        ref var term = ref draft.Terms[index];
        if (!draft.Text[nameSpan].SequenceEqual(draft.Text[idSpan]))
            (term.Name, term.NameIsId) = (nameSpan, false);
    }

    /// <summary>Whether a term before this one, the last, is the same.</summary>
    private bool IsKnown(int last)
    {
        if (last - First >= ScannedTerms)
        {
            _index ??= new HashSet<int>(Enumerable.Range(First, ScannedTerms), new ById(draft));
            return !_index.Add(last);
        }

        for (var i = First; i < last; i++)
        {
            if (AreSame(draft, i, last))
                return true;
        }

        return false;
    }

    private static bool AreSame(ProfileDraft draft, int a, int b)
    {
        ref readonly var x = ref draft.Terms[a];
        ref readonly var y = ref draft.Terms[b];
        return x.IdHash == y.IdHash && x.Kind == y.Kind && draft.Text[x.Id].SequenceEqual(draft.Text[y.Id]);
    }

    private sealed class ById(ProfileDraft draft) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => AreSame(draft, x, y);

        public int GetHashCode(int term) => HashCode.Combine(draft.Terms[term].IdHash, draft.Terms[term].Kind);
    }
}
