using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// Writes a new state from the old one's bytes and a draft: what stays is copied in as long stretches as there are, so that one more order on a profile
/// with thousands costs a few linear passes.
/// </summary>
internal sealed class ProfileWriter
{
    private readonly ProfileDraft _draft;
    private readonly TermWriter _terms;
    private readonly Comparison<int> _byRow;
    private readonly Comparison<int> _byFact;
    private readonly GrowBuffer<FactEntry> _facts = new();
    private readonly GrowBuffer<byte> _factText = new();
    private readonly GrowBuffer<byte> _names = new();
    private readonly GrowBuffer<int> _rowOrder = new();
    private readonly GrowBuffer<int> _factOrder = new();

    /// <summary>Where each old row's refs and texts begin, one entry more than rows.</summary>
    private readonly GrowBuffer<int> _refStarts = new();
    private readonly GrowBuffer<int> _textStarts = new();

    /// <param name="draft">What is to be written, again and again.</param>
    public ProfileWriter(ProfileDraft draft)
    {
        _draft = draft;
        _terms = new TermWriter(draft);
        _byRow = (a, b) => CompareRows(draft, draft.Rows[a].Row, draft.Text[draft.Rows[a].Id], draft.Rows[b].Row, draft.Text[draft.Rows[b].Id]);
        _byFact = (a, b) => CompareFacts(draft, draft.Facts[a], draft.Facts[b]);
    }

    /// <param name="old">What the draft was begun with.</param>
    /// <exception cref="ProfileStateException">The profile would become too large.</exception>
    public byte[] Write(in ProfileReader old)
    {
        var draft = _draft;
        IndexRows(old);
        draft.Removed.Span.Sort();
        var isShrinking = draft.Removed.Count > 0 || draft.IsPruned;
        MarkUsed(old, draft, isShrinking);
        draft.Integrations.Seal();
        draft.Currencies.Seal();
        _terms.Write(old, draft, isShrinking);
        WriteFacts(draft);
        IndexFolded(draft);
        _names.Clear();
        draft.Integrations.WriteTo(_names);
        draft.Currencies.WriteTo(_names);
        return Assemble(old, draft);
    }

    private void IndexRows(in ProfileReader old)
    {
        _refStarts.Clear();
        _textStarts.Clear();
        var refs = _refStarts.Extend(old.Rows.Length + 1);
        var texts = _textStarts.Extend(old.Rows.Length + 1);
        var (refStart, textStart) = (0, 0);
        for (var i = 0; i < old.Rows.Length; i++)
        {
            ref readonly var row = ref old.Rows[i];
            (refs[i], texts[i]) = (refStart, textStart);
            refStart += row.RefCount;
            textStart += row.TextBytes;
        }

        (refs[^1], texts[^1]) = (refStart, textStart);
    }

    /// <summary>Finds out which names and terms are still needed. When nothing is taken away, all are.</summary>
    private void MarkUsed(in ProfileReader old, ProfileDraft draft, bool isShrinking)
    {
        foreach (ref readonly var row in draft.Rows.Span)
        {
            if (row.IsDropped)
                continue;
            draft.Integrations.MarkUsed(row.Row.Integration);
            draft.Currencies.MarkUsed(row.Row.Currency);
        }

        foreach (ref readonly var fact in draft.Facts.Span)
            draft.Integrations.MarkUsed(fact.Entry.Integration);
        if (!isShrinking)
        {
            for (var i = 0; i < old.Header.Integrations; i++)
                draft.Integrations.MarkUsed(i);
            for (var i = 0; i < old.Header.Currencies; i++)
                draft.Currencies.MarkUsed(i);
        }

        foreach (ref readonly var total in draft.Totals.Span)
        {
            draft.Integrations.MarkUsed(total.Integration);
            draft.Currencies.MarkUsed(total.Currency);
        }

        foreach (ref readonly var purchase in draft.FoldedPurchases.Span)
        {
            draft.Integrations.MarkUsed(purchase.Integration);
            draft.Currencies.MarkUsed(purchase.Currency);
        }

        if (!isShrinking)
            return;
        var used = _terms.ClearUsed(old.Terms.Length);
        var from = 0;
        foreach (var removed in draft.Removed.Span)
        {
            MarkUsed(old, draft, from, removed, used);
            from = removed + 1;
        }

        MarkUsed(old, draft, from, old.Rows.Length, used);
        foreach (var term in draft.FoldedRefs.Span)
            used[term] = true;
    }

    private void MarkUsed(in ProfileReader old, ProfileDraft draft, int from, int until, Span<bool> used)
    {
        if (from >= until)
            return;

        // Nearly every profile has one of each.
        var isPlain = old.Header.Integrations == 1 && old.Header.Currencies == 1;
        foreach (ref readonly var row in old.Rows[from..(isPlain ? from + 1 : until)])
        {
            draft.Integrations.MarkUsed(row.Integration);
            draft.Currencies.MarkUsed(row.Currency);
        }

        var (firstRef, endRef) = (_refStarts[from], _refStarts[until]);
        if (old.Header.RefWidth == 2)
        {
            foreach (var term in MemoryMarshal.Cast<byte, ushort>(old.RefBytes[(firstRef * 2)..(endRef * 2)]))
                used[term] = true;
        }
        else
        {
            foreach (var term in MemoryMarshal.Cast<byte, int>(old.RefBytes[(firstRef * 4)..(endRef * 4)]))
                used[term] = true;
        }
    }

    private void WriteRows(in ProfileReader old, ProfileDraft draft, ref RowSections output)
    {
        OrderDraftRows(draft);
        var removed = draft.Removed.Span;
        var next = 0;
        foreach (var i in _rowOrder.Span)
        {
            var at = LowerBound(old, draft, next, draft.Rows[i]);
            CopyRows(old, draft, next, at, ref removed, ref output);
            AddRow(draft, i, ref output);
            next = at;
        }

        CopyRows(old, draft, next, old.Rows.Length, ref removed, ref output);
    }

    private void OrderDraftRows(ProfileDraft draft)
    {
        _rowOrder.Clear();
        for (var i = 0; i < draft.Rows.Count; i++)
        {
            if (!draft.Rows[i].IsDropped)
                _rowOrder.Add(i);
        }

        if (_rowOrder.Count > 1)
            _rowOrder.Span.Sort(_byRow);
    }

    private static int CompareRows(ProfileDraft draft, in OrderRow a, ReadOnlySpan<byte> aId, in OrderRow b, ReadOnlySpan<byte> bId)
    {
        var order = a.PlacedAt.CompareTo(b.PlacedAt);
        if (order == 0)
            order = draft.Integrations.Rank(a.Integration).CompareTo(draft.Integrations.Rank(b.Integration));
        return order != 0 ? order : aId[..a.IdBytes].SequenceCompareTo(bId[..b.IdBytes]);
    }

    /// <summary>The first old row, from <paramref name="low"/> on, that doesn't come before <paramref name="row"/>.</summary>
    private int LowerBound(in ProfileReader old, ProfileDraft draft, int low, in DraftRow row)
    {
        // Orders mostly come newest last.
        var high = old.Rows.Length;
        if (low < high && Compare(old, high - 1, row) < 0)
            return high;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(old, middle, row) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;

        int Compare(in ProfileReader reader, int index, in DraftRow other) =>
            CompareRows(draft, reader.Rows[index], reader.RowText[_textStarts[index]..], other.Row, draft.Text[other.Id]);
    }

    private void AddRow(ProfileDraft draft, int index, ref RowSections output)
    {
        ref readonly var source = ref draft.Rows[index];
        ref var row = ref RowSections.Take(ref output.Rows, 1)[0];
        row = source.Row;
        row.Integration = draft.Integrations.Final(row.Integration);
        row.Currency = draft.Currencies.Final(row.Currency);
        RowSections.Take(ref output.Hashes, 1)[0] = draft.RowHashes[index];
        draft.Text[source.Id with { Length = row.TextBytes }].CopyTo(RowSections.Take(ref output.Text, row.TextBytes));
        for (var i = 0; i < row.RefCount; i++)
            PutRef(ref output.Refs, _terms.OfDraft(source.FirstTerm + i));
    }

    /// <summary>Copies old rows from <paramref name="from"/> until before <paramref name="until"/>, leaving out the removed ones.</summary>
    private void CopyRows(in ProfileReader old, ProfileDraft draft, int from, int until, ref Span<int> removed, ref RowSections output)
    {
        while (from < until)
        {
            var stop = !removed.IsEmpty && removed[0] < until ? removed[0] : until;
            if (from < stop)
                CopyStretch(old, draft, from, stop, ref output);
            from = stop;
            if (stop < until)
            {
                removed = removed[1..];
                from++;
            }
        }
    }

    private void CopyStretch(in ProfileReader old, ProfileDraft draft, int from, int until, ref RowSections output)
    {
        old.IdHashes[from..until].CopyTo(RowSections.Take(ref output.Hashes, until - from));
        var rows = RowSections.Take(ref output.Rows, until - from);
        old.Rows[from..until].CopyTo(rows);
        if (draft.Integrations.IsMoved || draft.Currencies.IsMoved)
        {
            foreach (ref var row in rows)
            {
                row.Integration = draft.Integrations.Final(row.Integration);
                row.Currency = draft.Currencies.Final(row.Currency);
            }
        }

        var text = old.RowText[_textStarts[from].._textStarts[until]];
        text.CopyTo(RowSections.Take(ref output.Text, text.Length));
        var (oldWidth, width) = (old.Header.RefWidth, _terms.RefWidth);
        var refs = old.RefBytes[(_refStarts[from] * oldWidth)..(_refStarts[until] * oldWidth)];
        var target = RowSections.Take(ref output.Refs, refs.Length / oldWidth * width);
        if (!_terms.IsMoved && oldWidth == width)
            refs.CopyTo(target);
        else
            CopyRefs(refs, oldWidth, target, width);
    }

    /// <summary>Copies refs to the places their terms have moved to.</summary>
    private void CopyRefs(ReadOnlySpan<byte> refs, int oldWidth, Span<byte> target, int width)
    {
        switch (oldWidth, width)
        {
            case (2, 2):
                CopyRefs<ushort, ushort>(refs, target, _terms.OldMap);
                break;
            case (2, 4):
                CopyRefs<ushort, int>(refs, target, _terms.OldMap);
                break;
            case (4, 2):
                CopyRefs<int, ushort>(refs, target, _terms.OldMap);
                break;
            default:
                CopyRefs<int, int>(refs, target, _terms.OldMap);
                break;
        }
    }

    private static void CopyRefs<TFrom, TTo>(ReadOnlySpan<byte> refs, Span<byte> target, ReadOnlySpan<int> map)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(refs);
        var to = MemoryMarshal.Cast<byte, TTo>(target);
        for (var i = 0; i < from.Length; i++)
            to[i] = TTo.CreateTruncating(map[int.CreateTruncating(from[i])]);
    }

    private void PutRef(ref Span<byte> refs, int term)
    {
        var target = RowSections.Take(ref refs, _terms.RefWidth);
        if (target.Length == 2)
            MemoryMarshal.Write(target, (ushort)term);
        else
            MemoryMarshal.Write(target, term);
    }

    private void WriteFacts(ProfileDraft draft)
    {
        _facts.Clear();
        _factText.Clear();
        _factOrder.Clear();
        for (var i = 0; i < draft.Facts.Count; i++)
            _factOrder.Add(i);
        if (_factOrder.Count > 1)
            _factOrder.Span.Sort(_byFact);
        foreach (var i in _factOrder.Span)
        {
            ref readonly var fact = ref draft.Facts[i];
            _facts.Add(fact.Entry with { Integration = draft.Integrations.Final(fact.Entry.Integration), KeyBytes = (ushort)fact.Key.Length, ValueBytes = fact.Value.Length });
            _factText.AddRange(draft.Text[fact.Key]);
            _factText.AddRange(draft.Text[fact.Value]);
        }
    }

    private static int CompareFacts(ProfileDraft draft, in DraftFact a, in DraftFact b)
    {
        var order = draft.Integrations.Rank(a.Entry.Integration).CompareTo(draft.Integrations.Rank(b.Entry.Integration));
        if (order == 0)
            order = ((byte)a.Entry.Kind).CompareTo((byte)b.Entry.Kind);
        return order != 0 ? order : draft.Text[a.Key].SequenceCompareTo(draft.Text[b.Key]);
    }

    /// <summary>The draft holds the folded part as a whole; here its names get their stored indices.</summary>
    private static void IndexFolded(ProfileDraft draft)
    {
        foreach (ref var total in draft.Totals.Span)
        {
            total.Integration = draft.Integrations.Final(total.Integration);
            total.Currency = draft.Currencies.Final(total.Currency);
        }

        draft.Totals.Span.Sort(static (a, b) => (a.Integration << 8 | a.Currency).CompareTo(b.Integration << 8 | b.Currency));
        foreach (ref var purchase in draft.FoldedPurchases.Span)
        {
            purchase.Integration = draft.Integrations.Final(purchase.Integration);
            purchase.Currency = draft.Currencies.Final(purchase.Currency);
        }
    }

    private byte[] Assemble(in ProfileReader old, ProfileDraft draft)
    {
        var header = Count(old, draft);
        var folded = draft.HasFolded
            ? draft.Folded with
            {
                Orders = draft.FoldedIds.Count,
                Totals = draft.Totals.Count,
                Purchases = draft.FoldedPurchases.Count,
                Refs = draft.FoldedRefs.Count,
                Text = draft.FoldedText.Count,
            }
            : default;

        var size = ProfileReader.SizeOf(header, folded);
        if (size > Array.MaxLength || _names.Count > ushort.MaxValue)
            throw new ProfileStateException(ProfileStateErrors.TooLarge, "the profile would pass 2 GB, or its integrations' names 64 KB");
        var bytes = GC.AllocateUninitializedArray<byte>((int)size);
        MemoryMarshal.Write(bytes, header);
        var rest = bytes.AsSpan(Unsafe.SizeOf<ProfileHeader>());
        if (draft.HasFolded)
            MemoryMarshal.Write(RowSections.Take(ref rest, Unsafe.SizeOf<FoldedHeader>()), folded);

        // In the order of ProfileFormat and ProfileReader.
        var rows = default(RowSections);
        Put(ref rest, draft.FoldedIds.AsBytes());
        Put(ref rest, draft.FoldedContents.AsBytes());
        rows.Hashes = MemoryMarshal.Cast<byte, uint>(RowSections.Take(ref rest, header.Rows * sizeof(uint)));
        rows.Rows = MemoryMarshal.Cast<byte, OrderRow>(RowSections.Take(ref rest, header.Rows * Unsafe.SizeOf<OrderRow>()));
        Put(ref rest, _terms.Entries.AsBytes());
        Put(ref rest, _facts.AsBytes());
        Put(ref rest, draft.Totals.AsBytes());
        Put(ref rest, draft.FoldedPurchases.AsBytes());
        rows.Refs = RowSections.Take(ref rest, header.Refs * header.RefWidth);
        foreach (var term in draft.FoldedRefs.Span)
            PutRef(ref rest, _terms.OfOld(term));
        Put(ref rest, _names.Span);
        rows.Text = RowSections.Take(ref rest, header.RowText);
        Put(ref rest, _terms.Text.Span);
        Put(ref rest, _factText.Span);
        Put(ref rest, draft.FoldedText.Span);
        WriteRows(old, draft, ref rows);

        header.Checksum = XxHash64.Of(bytes.AsSpan(ProfileHeader.ChecksumEnd));
        MemoryMarshal.Write(bytes, header);
        return bytes;
    }

    /// <summary>The header but for the checksum: what stays of the old rows, plus the draft rows.</summary>
    private ProfileHeader Count(in ProfileReader old, ProfileDraft draft)
    {
        long rows = old.Rows.Length - draft.Removed.Count;
        long refs = _refStarts[old.Rows.Length];
        long text = _textStarts[old.Rows.Length];
        foreach (var i in draft.Removed.Span)
        {
            refs -= old.Rows[i].RefCount;
            text -= old.Rows[i].TextBytes;
        }

        foreach (ref readonly var row in draft.Rows.Span)
        {
            if (row.IsDropped)
                continue;
            rows++;
            refs += row.Row.RefCount;
            text += row.Row.TextBytes;
        }

        if (Math.Max(refs, text) > Array.MaxLength)
            throw new ProfileStateException(ProfileStateErrors.TooLarge, "the profile would pass 2 GB");
        return new ProfileHeader
        {
            Magic = ProfileFormat.Magic,
            Version = ProfileFormat.Version,
            RefWidth = (byte)_terms.RefWidth,
            Folded = draft.HasFolded ? (byte)1 : (byte)0,
            Rows = (int)rows,
            Refs = (int)refs,
            Terms = _terms.Entries.Count,
            Facts = _facts.Count,
            RowText = (int)text,
            TermText = _terms.Text.Count,
            FactText = _factText.Count,
            NameText = (ushort)_names.Count,
            Integrations = (byte)draft.Integrations.Stored,
            Currencies = (byte)draft.Currencies.Stored,
        };
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> section) => section.CopyTo(RowSections.Take(ref rest, section.Length));

    /// <summary>What is left to write of the sections that hold order rows and their parts.</summary>
    private ref struct RowSections
    {
        public Span<uint> Hashes;
        public Span<OrderRow> Rows;
        public Span<byte> Refs;
        public Span<byte> Text;

        /// <summary>The front of a section, which it loses.</summary>
        public static Span<T> Take<T>(scoped ref Span<T> section, int count)
        {
            var front = section[..count];
            section = section[count..];
            return front;
        }
    }
}
