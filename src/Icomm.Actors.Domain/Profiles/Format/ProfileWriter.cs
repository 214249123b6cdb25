using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// Writes a new state from the old one's bytes and a draft: what stays is copied in as long stretches as there are, so that one more order on a profile
/// with thousands costs a few linear passes.
/// </summary>
internal sealed class ProfileWriter
{
    private readonly TermWriter _terms = new();
    private readonly GrowBuffer<uint> _hashes = new();
    private readonly GrowBuffer<OrderRow> _rows = new();
    private readonly GrowBuffer<byte> _refs = new();
    private readonly GrowBuffer<byte> _foldedRefs = new();
    private readonly GrowBuffer<byte> _rowText = new();
    private readonly GrowBuffer<FactEntry> _facts = new();
    private readonly GrowBuffer<byte> _factText = new();
    private readonly GrowBuffer<byte> _names = new();
    private readonly GrowBuffer<int> _rowOrder = new();
    private readonly GrowBuffer<int> _factOrder = new();

    /// <summary>Where each old row's refs and texts begin, one entry more than rows.</summary>
    private readonly GrowBuffer<int> _refStarts = new();
    private readonly GrowBuffer<int> _textStarts = new();

    /// <exception cref="ProfileStateException">The profile would become too large.</exception>
    public byte[] Write(in ProfileReader old, ProfileDraft draft)
    {
        IndexRows(old);
        draft.Removed.Span.Sort();
        var isShrinking = draft.Removed.Count > 0;
        MarkUsed(old, draft, isShrinking);
        draft.Integrations.Seal();
        draft.Currencies.Seal();
        _terms.Write(old, draft, isShrinking);
        WriteRows(old, draft);
        WriteFacts(draft);
        WriteFolded(draft);
        _names.Clear();
        draft.Integrations.WriteTo(_names);
        draft.Currencies.WriteTo(_names);
        return Assemble(draft);
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
        var removed = draft.Removed.Span;
        for (var i = 0; i < old.Rows.Length; i++)
        {
            if (!removed.IsEmpty && removed[0] == i)
            {
                removed = removed[1..];
                continue;
            }

            draft.Integrations.MarkUsed(old.Rows[i].Integration);
            draft.Currencies.MarkUsed(old.Rows[i].Currency);
            for (var r = _refStarts[i]; r < _refStarts[i + 1]; r++)
                used[old.Ref(r)] = true;
        }

        foreach (var term in draft.FoldedRefs.Span)
            used[term] = true;
    }

    private void WriteRows(in ProfileReader old, ProfileDraft draft)
    {
        _hashes.Clear();
        _rows.Clear();
        _refs.Clear();
        _rowText.Clear();
        OrderDraftRows(draft);
        var removed = draft.Removed.Span;
        var next = 0;
        foreach (var i in _rowOrder.Span)
        {
            var at = LowerBound(old, draft, next, draft.Rows[i]);
            CopyRows(old, draft, next, at, ref removed);
            AddRow(draft, i);
            next = at;
        }

        CopyRows(old, draft, next, old.Rows.Length, ref removed);
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
            _rowOrder.Span.Sort((a, b) => CompareRows(draft, draft.Rows[a].Row, draft.Text[draft.Rows[a].Id], draft.Rows[b].Row, draft.Text[draft.Rows[b].Id]));
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

    private void AddRow(ProfileDraft draft, int index)
    {
        ref readonly var source = ref draft.Rows[index];
        var row = source.Row;
        row.Integration = draft.Integrations.Final(row.Integration);
        row.Currency = draft.Currencies.Final(row.Currency);
        _hashes.Add(draft.RowHashes[index]);
        _rows.Add(row);
        _rowText.AddRange(draft.Text[source.Id with { Length = row.TextBytes }]);
        for (var i = 0; i < row.RefCount; i++)
            AddRef(_refs, _terms.OfDraft(source.FirstTerm + i));
    }

    /// <summary>Copies old rows from <paramref name="from"/> until before <paramref name="until"/>, leaving out the removed ones.</summary>
    private void CopyRows(in ProfileReader old, ProfileDraft draft, int from, int until, ref Span<int> removed)
    {
        while (from < until)
        {
            var stop = !removed.IsEmpty && removed[0] < until ? removed[0] : until;
            if (from < stop)
                CopyStretch(old, draft, from, stop);
            from = stop;
            if (stop < until)
            {
                removed = removed[1..];
                from++;
            }
        }
    }

    private void CopyStretch(in ProfileReader old, ProfileDraft draft, int from, int until)
    {
        _hashes.AddRange(old.IdHashes[from..until]);
        var rows = _rows.Extend(until - from);
        old.Rows[from..until].CopyTo(rows);
        if (draft.Integrations.IsMoved || draft.Currencies.IsMoved)
        {
            foreach (ref var row in rows)
            {
                row.Integration = draft.Integrations.Final(row.Integration);
                row.Currency = draft.Currencies.Final(row.Currency);
            }
        }

        _rowText.AddRange(old.RowText[_textStarts[from].._textStarts[until]]);
        var (firstRef, endRef) = (_refStarts[from], _refStarts[until]);
        var width = old.Header.RefWidth;
        if (!_terms.IsMoved && width == _terms.RefWidth)
        {
            _refs.AddRange(old.RefBytes[(firstRef * width)..(endRef * width)]);
        }
        else if (width == 2 && _terms.RefWidth == 2)
        {
            var source = MemoryMarshal.Cast<byte, ushort>(old.RefBytes[(firstRef * 2)..(endRef * 2)]);
            var target = MemoryMarshal.Cast<byte, ushort>(_refs.Extend(source.Length * 2));
            var map = _terms.OldMap;
            for (var i = 0; i < source.Length; i++)
                target[i] = (ushort)map[source[i]];
        }
        else
        {
            for (var i = firstRef; i < endRef; i++)
                AddRef(_refs, _terms.OfOld(old.Ref(i)));
        }
    }

    private void AddRef(GrowBuffer<byte> refs, int term)
    {
        if (_terms.RefWidth == 2)
            MemoryMarshal.Write(refs.Extend(2), (ushort)term);
        else
            MemoryMarshal.Write(refs.Extend(4), term);
    }

    private void WriteFacts(ProfileDraft draft)
    {
        _facts.Clear();
        _factText.Clear();
        _factOrder.Clear();
        for (var i = 0; i < draft.Facts.Count; i++)
            _factOrder.Add(i);
        if (_factOrder.Count > 1)
            _factOrder.Span.Sort((a, b) => CompareFacts(draft, draft.Facts[a], draft.Facts[b]));
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
            order = a.Entry.Kind.CompareTo(b.Entry.Kind);
        return order != 0 ? order : draft.Text[a.Key].SequenceCompareTo(draft.Text[b.Key]);
    }

    /// <summary>The draft holds the folded part as a whole; here it only gets its stored indices.</summary>
    private void WriteFolded(ProfileDraft draft)
    {
        _foldedRefs.Clear();
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

        foreach (var term in draft.FoldedRefs.Span)
            AddRef(_foldedRefs, _terms.OfOld(term));
    }

    private byte[] Assemble(ProfileDraft draft)
    {
        var header = new ProfileHeader
        {
            Magic = ProfileFormat.Magic,
            Version = ProfileFormat.Version,
            RefWidth = (byte)_terms.RefWidth,
            Folded = draft.HasFolded ? (byte)1 : (byte)0,
            Rows = _rows.Count,
            Refs = _refs.Count / _terms.RefWidth,
            Terms = _terms.Entries.Count,
            Facts = _facts.Count,
            RowText = _rowText.Count,
            TermText = _terms.Text.Count,
            FactText = _factText.Count,
            NameText = (ushort)_names.Count,
            Integrations = (byte)draft.Integrations.Stored,
            Currencies = (byte)draft.Currencies.Stored,
        };
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
        var rest = bytes.AsSpan(Unsafe.SizeOf<ProfileHeader>());
        if (draft.HasFolded)
        {
            MemoryMarshal.Write(rest, folded);
            rest = rest[Unsafe.SizeOf<FoldedHeader>()..];
        }

        // In the order of ProfileFormat and ProfileReader.
        Put(ref rest, draft.FoldedIds.AsBytes());
        Put(ref rest, draft.FoldedContents.AsBytes());
        Put(ref rest, _hashes.AsBytes());
        Put(ref rest, _rows.AsBytes());
        Put(ref rest, _terms.Entries.AsBytes());
        Put(ref rest, _facts.AsBytes());
        Put(ref rest, draft.Totals.AsBytes());
        Put(ref rest, draft.FoldedPurchases.AsBytes());
        Put(ref rest, _refs.Span);
        Put(ref rest, _foldedRefs.Span);
        Put(ref rest, _names.Span);
        Put(ref rest, _rowText.Span);
        Put(ref rest, _terms.Text.Span);
        Put(ref rest, _factText.Span);
        Put(ref rest, draft.FoldedText.Span);

        MemoryMarshal.Write(bytes, header);
        header.Checksum = StableHash.Of(bytes.AsSpan(ProfileHeader.ChecksumEnd));
        MemoryMarshal.Write(bytes, header);
        return bytes;
    }

    private static void Put(ref Span<byte> rest, ReadOnlySpan<byte> section)
    {
        section.CopyTo(rest);
        rest = rest[section.Length..];
    }
}
