namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// Folds the orders placed before an instant into totals and sets. Of each remain its id's hash (so that a replay changes nothing) and 32 bits of its content's hash (so that a
/// replay can be told from a correction that comes too late); of a purchase also its share of the totals, and its terms with their place in the order of purchases.
/// Whatever way orders came to be folded, the folded part is the same.
/// </summary>
internal static class ProfileFolder
{
    /// <summary>Folds what a finished change has made old, if it can be done before the change is written: when the change itself neither adds nor replaces an old order.</summary>
    public static void FoldAlong(in ProfileReader old, ProfileDraft draft, long now, FoldingPolicy policy)
    {
        var kept = old.Rows.Length - draft.Removed.Count;
        var earliest = long.MaxValue;
        foreach (ref readonly var row in draft.Rows.Span)
        {
            if (row.IsDropped)
                continue;
            kept++;
            earliest = Math.Min(earliest, row.Row.PlacedAt);
        }

        foreach (var row in draft.Removed.Span)
            earliest = Math.Min(earliest, old.Rows[row].PlacedAt);
        if (Cutoff(old, kept, now, policy) is { } cutoff && earliest >= cutoff)
            Fold(old, draft, cutoff);
    }

    /// <summary>Folds what is old in a written profile.</summary>
    /// <returns>Null when there is nothing to fold.</returns>
    public static byte[]? Fold(in ProfileReader profile, long now, FoldingPolicy policy)
    {
        if (Cutoff(profile, profile.Rows.Length, now, policy) is not { } cutoff)
            return null;
        var draft = ProfileDraft.Of(profile);
        Fold(profile, draft, cutoff);
        return draft.Writer.Write(profile);
    }

    /// <summary>The instant before which orders are to be folded now; null when there is none before it.</summary>
    private static long? Cutoff(in ProfileReader profile, int kept, long now, FoldingPolicy policy)
    {
        if (profile.Rows.IsEmpty)
            return null;
        var cutoff = profile.HasFolded ? profile.Folded.Before : 0;
        if (kept > policy.MaxKeptOrders)
            cutoff = Math.Max(cutoff, now - policy.CorrectionHorizonDays * TimeSpan.TicksPerDay);
        return profile.Rows[0].PlacedAt < cutoff ? cutoff : null;
    }

    private static void Fold(in ProfileReader profile, ProfileDraft draft, long cutoff)
    {
        var count = 0;
        while (count < profile.Rows.Length && profile.Rows[count].PlacedAt < cutoff)
            draft.Removed.Add(count++);
        if (!draft.HasFolded)
            draft.Folded = default;
        draft.HasFolded = true;
        draft.Folded.Before = Math.Max(draft.Folded.Before, cutoff);
        AddHashes(profile, draft, count);
        AddTotals(profile, draft, count);
        if (!AppendPurchases(profile, draft, count))
            MergePurchases(profile, draft, count);
    }

    private static void AddHashes(in ProfileReader profile, ProfileDraft draft, int count)
    {
        var known = draft.FoldedIds.Count;
        var text = 0;
        for (var i = 0; i < count; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            draft.FoldedIds.Add(OrderHash.Of(draft.Integrations[row.Integration], profile.RowText.Slice(text, row.IdBytes)));
            draft.FoldedContents.Add((uint)row.Content);
            text += row.TextBytes;
        }

        MergeTail(draft.FoldedIds.Span, draft.FoldedContents.Span, known);
    }

    /// <summary>Brings ids whose first <paramref name="known"/> are sorted into order, each content staying with its id.</summary>
    private static void MergeTail(Span<ulong> ids, Span<uint> contents, int known)
    {
        var (newIds, newContents) = (ids[known..].ToArray(), contents[known..].ToArray());
        Array.Sort(newIds, newContents);
        for (var n = newIds.Length - 1; n >= 0; n--)
        {
            // Everything known that is greater moves up in one piece.
            var at = ids[..known].BinarySearch(newIds[n]);
            at = at < 0 ? ~at : at;
            ids[at..known].CopyTo(ids[(at + n + 1)..]);
            contents[at..known].CopyTo(contents[(at + n + 1)..]);
            known = at;
            (ids[at + n], contents[at + n]) = (newIds[n], newContents[n]);
        }
    }

    private static void AddTotals(in ProfileReader profile, ProfileDraft draft, int count)
    {
        for (var i = 0; i < count; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            if (!row.IsPurchase)
                continue;
            if (draft.Folded.FirstPurchase == 0 || row.PlacedAt < draft.Folded.FirstPurchase)
                draft.Folded.FirstPurchase = row.PlacedAt;
            ref var total = ref TotalOf(draft, row.Integration, row.Currency);
            total.Purchases++;
            total.Amount += row.Amount;
            total.Units += row.Units;
        }
    }

    private static ref FoldedTotal TotalOf(ProfileDraft draft, byte integration, byte currency)
    {
        for (var i = 0; i < draft.Totals.Count; i++)
        {
            if (draft.Totals[i].Integration == integration && draft.Totals[i].Currency == currency)
                return ref draft.Totals[i];
        }

        draft.Totals.Add(new FoldedTotal { Integration = integration, Currency = currency });
        return ref draft.Totals[draft.Totals.Count - 1];
    }

    /// <summary>The usual case, all that is folded now being later than what was folded before: the new purchases go behind the known ones, which lose the terms that the new ones have.</summary>
    /// <returns>False, and nothing done, when it isn't so.</returns>
    private static bool AppendPurchases(in ProfileReader profile, ProfileDraft draft, int count)
    {
        var latest = profile.FoldedPurchases.IsEmpty ? 0 : profile.FoldedPurchases[^1].PlacedAt;
        if (count > 0 && profile.Rows[0].PlacedAt <= latest)
            return false;

        var identities = TermIdentities.Of(profile.Terms);
        var seen = new bool[profile.Terms.Length];
        var refEnd = 0;
        foreach (ref readonly var row in profile.Rows[..count])
            refEnd += row.RefCount;

        // Backwards: which refs stay is decided by the purchases after; a negative ref is one that goes.
        var refs = new int[refEnd];
        var hasLater = false;
        for (var i = count - 1; i >= 0; i--)
        {
            ref readonly var row = ref profile.Rows[i];
            hasLater |= row.IsPurchase;
            for (var r = refEnd - row.RefCount; r < refEnd; r++)
            {
                var term = profile.Ref(r);
                refs[r] = seen[identities[term]] ? -1 : term;
                seen[identities[term]] = true;
            }

            refEnd -= row.RefCount;
        }

        if (hasLater)
            DropSeen(draft, identities, seen);
        var (text, lastPurchase) = (0, count - 1);
        while (lastPurchase >= 0 && !profile.Rows[lastPurchase].IsPurchase)
            lastPurchase--;
        for (var i = 0; i <= lastPurchase; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            var before = draft.FoldedRefs.Count;
            foreach (var term in refs.AsSpan(refEnd, row.RefCount))
            {
                if (term >= 0)
                    draft.FoldedRefs.Add(term);
            }

            var kept = draft.FoldedRefs.Count - before;
            if (row.IsPurchase && (kept > 0 || i == lastPurchase))
            {
                draft.FoldedPurchases.Add(Folded(row) with { RefCount = kept });
                draft.FoldedText.AddRange(profile.RowText.Slice(text, row.IdBytes));
            }

            refEnd += row.RefCount;
            text += row.TextBytes;
        }

        return true;
    }

    /// <summary>Takes the terms that later purchases have from those folded before, and lets go of purchases that have none left.</summary>
    private static void DropSeen(ProfileDraft draft, int[] identities, bool[] seen)
    {
        var purchases = draft.FoldedPurchases.Span;
        var refs = draft.FoldedRefs.Span;
        var text = draft.FoldedText.Span;
        var (keptPurchases, keptRefs, keptText, refAt, textAt) = (0, 0, 0, 0, 0);
        foreach (var purchase in purchases)
        {
            var before = keptRefs;
            foreach (var term in refs.Slice(refAt, purchase.RefCount))
            {
                if (!seen[identities[term]])
                    refs[keptRefs++] = term;
            }

            if (keptRefs > before)
            {
                text.Slice(textAt, purchase.IdBytes).CopyTo(text[keptText..]);
                keptText += purchase.IdBytes;
                purchases[keptPurchases++] = purchase with { RefCount = keptRefs - before };
            }

            refAt += purchase.RefCount;
            textAt += purchase.IdBytes;
        }

        draft.FoldedPurchases.Truncate(keptPurchases);
        draft.FoldedRefs.Truncate(keptRefs);
        draft.FoldedText.Truncate(keptText);
    }

    private static FoldedPurchaseRow Folded(in OrderRow row) => new()
    {
        PlacedAt = row.PlacedAt, Amount = row.Amount, Units = row.Units, RefCount = row.RefCount, IdBytes = row.IdBytes, Integration = row.Integration, Currency = row.Currency,
    };

    /// <summary>Puts the purchases among the folded ones in their order, and keeps of each only the terms that no later folded one has.</summary>
    private static void MergePurchases(in ProfileReader profile, ProfileDraft draft, int count)
    {
        var purchases = new List<Source>(draft.FoldedPurchases.Count + count);
        var (text, firstRef) = (0, 0);
        foreach (ref readonly var known in draft.FoldedPurchases.Span)
        {
            purchases.Add(new Source(known, true, text, firstRef));
            text += known.IdBytes;
            firstRef += known.RefCount;
        }

        (text, firstRef) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            if (row.IsPurchase)
                purchases.Add(new Source(Folded(row), false, text, firstRef));

            text += row.TextBytes;
            firstRef += row.RefCount;
        }

        var foldedText = draft.FoldedText.Span.ToArray();
        var foldedRefs = draft.FoldedRefs.Span.ToArray();
        var rowText = profile.RowText.ToArray();
        purchases.Sort((a, b) =>
        {
            var order = a.Row.PlacedAt.CompareTo(b.Row.PlacedAt);
            if (order == 0)
                order = a.Row.Integration.CompareTo(b.Row.Integration);
            return order != 0 ? order : IdOf(a).SequenceCompareTo(IdOf(b));
        });

        // Backwards, so that the last purchase of a term is met first; then the survivors forwards again.
        var identities = TermIdentities.Of(profile.Terms);
        var seen = new bool[profile.Terms.Length];
        var keptRefs = new int[purchases.Count][];
        for (var i = purchases.Count - 1; i >= 0; i--)
        {
            var source = purchases[i];
            var refs = new List<int>(source.Row.RefCount);
            for (var r = source.FirstRef; r < source.FirstRef + source.Row.RefCount; r++)
            {
                var term = source.IsFolded ? foldedRefs[r] : profile.Ref(r);
                if (seen[identities[term]])
                    continue;
                seen[identities[term]] = true;
                refs.Add(term);
            }

            keptRefs[i] = [.. refs];
        }

        draft.FoldedPurchases.Clear();
        draft.FoldedRefs.Clear();
        draft.FoldedText.Clear();
        for (var i = 0; i < purchases.Count; i++)
        {
            if (keptRefs[i].Length == 0 && i < purchases.Count - 1)
                continue;
            draft.FoldedPurchases.Add(purchases[i].Row with { RefCount = keptRefs[i].Length });
            draft.FoldedRefs.AddRange(keptRefs[i]);
            draft.FoldedText.AddRange(IdOf(purchases[i]));
        }

        ReadOnlySpan<byte> IdOf(Source source) => (source.IsFolded ? foldedText : rowText).AsSpan(source.Text, source.Row.IdBytes);
    }

    private readonly record struct Source(FoldedPurchaseRow Row, bool IsFolded, int Text, int FirstRef);
}
