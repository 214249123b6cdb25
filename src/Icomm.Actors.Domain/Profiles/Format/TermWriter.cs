namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Merges the terms that draft rows mention into the old state's sorted terms, leaves out those nobody refers to any more, and says where each has come to lie.</summary>
internal sealed class TermWriter
{
    private readonly GrowBuffer<int> _oldMap = new();
    private readonly GrowBuffer<int> _draftMap = new();
    private readonly GrowBuffer<int> _draftOrder = new();
    private readonly GrowBuffer<int> _places = new();
    private readonly GrowBuffer<int> _starts = new();
    private readonly GrowBuffer<bool> _used = new();
    private readonly Comparison<int> _byTerm;

    /// <param name="draft">Whose terms are written.</param>
    public TermWriter(ProfileDraft draft) => _byTerm = (a, b) => Compare(draft, draft.Terms[a], draft.Terms[b]);

    public GrowBuffer<TermEntry> Entries { get; } = new();

    public GrowBuffer<byte> Text { get; } = new();

    /// <summary>Whether any old term has another index now.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>Bytes a ref takes.</summary>
    public int RefWidth => Entries.Count < ProfileFormat.WideRefs ? 2 : 4;

    public ReadOnlySpan<int> OldMap => _oldMap.Span;

    public int OfOld(int term) => _oldMap[term];

    public int OfDraft(int term) => _draftMap[term];

    /// <summary>All false, one an old term.</summary>
    public Span<bool> ClearUsed(int count)
    {
        _used.Clear();
        var used = _used.Extend(count);
        used.Clear();
        return used;
    }

    public void Write(in ProfileReader old, ProfileDraft draft, bool isShrinking)
    {
        Entries.Clear();
        Text.Clear();
        _oldMap.Clear();
        _oldMap.Extend(old.Terms.Length);
        IsMoved = false;

        IndexText(old);
        Place(old, draft, isShrinking);

        // Those found among the old terms come first in no particular order; _draftOrder holds the missing ones, sorted and distinct.
        var next = 0;
        foreach (var i in _draftOrder.Span)
        {
            var at = _places[i];
            CopyTerms(old, draft, next, at, isShrinking);
            next = at;
            _draftMap[i] = Entries.Count;
            AddTerm(draft, draft.Terms[i]);
        }

        CopyTerms(old, draft, next, old.Terms.Length, isShrinking);

        // A found one lies where the old one went; a repeated one where its first mention went.
        for (var i = 0; i < _draftMap.Count; i++)
        {
            if (_draftMap[i] >= 0)
                continue;
            var target = ~_draftMap[i];
            _draftMap[i] = target < old.Terms.Length ? _oldMap[target] : _draftMap[target - old.Terms.Length];
        }
    }

    private void IndexText(in ProfileReader old)
    {
        _starts.Clear();
        var starts = _starts.Extend(old.Terms.Length + 1);
        var start = 0;
        for (var i = 0; i < old.Terms.Length; i++)
        {
            starts[i] = start;
            start += old.Terms[i].TextBytes;
        }

        starts[^1] = start;
    }

    /// <summary>
    /// Looks each draft term up. Afterwards <see cref="_draftMap"/> holds ~index for one found among the old terms, ~(old terms + i) for a repetition of draft term i,
    /// and <see cref="_draftOrder"/> the new ones.
    /// </summary>
    private void Place(in ProfileReader old, ProfileDraft draft, bool isShrinking)
    {
        _draftMap.Clear();
        _draftOrder.Clear();
        _places.Clear();
        _draftMap.Extend(draft.Terms.Count).Fill(int.MaxValue);
        _places.Extend(draft.Terms.Count);
        foreach (ref readonly var row in draft.Rows.Span)
        {
            if (row.IsDropped)
                continue;
            for (var i = row.FirstTerm; i < row.FirstTerm + row.Row.RefCount; i++)
            {
                var at = Find(old, draft, draft.Terms[i], out var isFound);
                if (isFound)
                {
                    _draftMap[i] = ~at;
                    if (isShrinking)
                        _used[at] = true;
                }
                else
                {
                    _places[i] = at;
                    _draftOrder.Add(i);
                }
            }
        }

        if (_draftOrder.Count < 2)
            return;
        _draftOrder.Span.Sort(_byTerm);
        var kept = 1;
        for (var n = 1; n < _draftOrder.Count; n++)
        {
            var (i, first) = (_draftOrder[n], _draftOrder[kept - 1]);
            if (Compare(draft, draft.Terms[i], draft.Terms[first]) == 0)
                _draftMap[i] = ~(old.Terms.Length + first);
            else
                _draftOrder[kept++] = i;
        }

        _draftOrder.Truncate(kept);
    }

    private int Find(in ProfileReader old, ProfileDraft draft, in DraftTerm term, out bool isFound)
    {
        var (low, high) = (0, old.Terms.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = CompareOld(old, draft, middle, term);
            if (order == 0)
            {
                isFound = true;
                return middle;
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle;
        }

        isFound = false;
        return low;
    }

    private int CompareOld(in ProfileReader old, ProfileDraft draft, int index, in DraftTerm term)
    {
        ref readonly var entry = ref old.Terms[index];
        var order = Key(draft, entry.Kind, entry.Integration).CompareTo(Key(draft, term.Kind, term.Integration));
        if (order != 0)
            return order;
        var text = old.TermText[_starts[index].._starts[index + 1]];
        order = text[..entry.IdBytes].SequenceCompareTo(draft.Text[term.Id]);
        if (order != 0)
            return order;
        var name = entry.NameBytes == ProfileFormat.NameIsId ? text : text[entry.IdBytes..];
        return name.SequenceCompareTo(draft.Text[term.Name]);
    }

    private static int Compare(ProfileDraft draft, in DraftTerm a, in DraftTerm b)
    {
        var order = Key(draft, a.Kind, a.Integration).CompareTo(Key(draft, b.Kind, b.Integration));
        if (order == 0)
            order = draft.Text[a.Id].SequenceCompareTo(draft.Text[b.Id]);
        return order != 0 ? order : draft.Text[a.Name].SequenceCompareTo(draft.Text[b.Name]);
    }

    private static int Key(ProfileDraft draft, TermKind kind, byte integration) => ((int)kind << 8) | draft.Integrations.Rank(integration);

    private void CopyTerms(in ProfileReader old, ProfileDraft draft, int from, int until, bool isShrinking)
    {
        if (!isShrinking)
        {
            CopyStretch(old, draft, from, until);
            return;
        }

        while (from < until)
        {
            var length = _used.Span[from..until].IndexOf(false);
            var stop = length < 0 ? until : from + length;
            CopyStretch(old, draft, from, stop);
            for (from = stop; from < until && !_used[from]; from++)
                _oldMap[from] = -1;
        }
    }

    private void CopyStretch(in ProfileReader old, ProfileDraft draft, int from, int until)
    {
        if (from >= until)
            return;
        var first = Entries.Count;
        var start = Text.Count;
        IsMoved |= first != from;
        Text.AddRange(old.TermText[_starts[from].._starts[until]]);
        var copies = Entries.Extend(until - from);
        old.Terms[from..until].CopyTo(copies);
        if (draft.Integrations.IsMoved)
        {
            foreach (ref var copy in copies)
                copy.Integration = draft.Integrations.Final(copy.Integration);
        }

        var map = _oldMap.Span[from..until];
        for (var i = 0; i < map.Length; i++)
            map[i] = first + i;
        Link(first, start);
    }

    private void AddTerm(ProfileDraft draft, in DraftTerm term)
    {
        var index = Entries.Count;
        var start = Text.Count;
        var id = draft.Text[term.Id];
        Text.AddRange(id);
        if (!term.NameIsId)
            Text.AddRange(draft.Text[term.Name]);
        Entries.Add(new TermEntry
        {
            Kind = term.Kind,
            Integration = draft.Integrations.Final(term.Integration),
            IdBytes = (ushort)id.Length,
            NameBytes = term.NameIsId ? ProfileFormat.NameIsId : (ushort)term.Name.Length,
        });
        Link(index, start);
    }

    /// <summary>Says of the term at <paramref name="index"/>, whose text begins at <paramref name="start"/>, whether it shares the identity of the one before.</summary>
    private void Link(int index, int start)
    {
        ref var entry = ref Entries[index];
        entry.IsSameAsPrevious = false;
        if (index == 0)
            return;
        ref readonly var previous = ref Entries[index - 1];
        entry.IsSameAsPrevious = previous.Kind == entry.Kind && previous.Integration == entry.Integration && previous.IdBytes == entry.IdBytes
            && Text.Span.Slice(start - previous.TextBytes, entry.IdBytes).SequenceEqual(Text.Span.Slice(start, entry.IdBytes));
    }
}
