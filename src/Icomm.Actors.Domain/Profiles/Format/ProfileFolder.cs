namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// Folds the orders placed before an instant into totals and sets. Of each remain its id's hash (so that a replay changes nothing) and 32 bits of its content's hash (so that a
/// replay can be told from a correction that comes too late); of a purchase also its share of the totals, and its terms with their place in the order of purchases.
/// Whatever way orders came to be folded, the folded part is the same.
/// </summary>
internal static class ProfileFolder
{
    /// <summary>The instant before which orders are to be folded now; null when none is.</summary>
    public static long? Cutoff(in ProfileReader profile, long now, FoldingPolicy policy)
    {
        if (profile.Rows.IsEmpty)
            return null;
        var earliest = profile.Rows[0].PlacedAt;
        var cutoff = profile.HasFolded ? profile.Folded.Before : 0;
        if (profile.Rows.Length > policy.MaxKeptOrders)
            cutoff = Math.Max(cutoff, now - policy.CorrectionHorizonDays * TimeSpan.TicksPerDay);
        return earliest < cutoff ? cutoff : null;
    }

    public static byte[] Fold(in ProfileReader profile, long cutoff)
    {
        var draft = ProfileDraft.Of(profile);
        var count = 0;
        while (count < profile.Rows.Length && profile.Rows[count].PlacedAt < cutoff)
            draft.Removed.Add(count++);
        if (!draft.HasFolded)
            draft.Folded = default;
        draft.HasFolded = true;
        draft.Folded.Before = Math.Max(draft.Folded.Before, cutoff);
        AddHashes(profile, draft, count);
        AddTotals(profile, draft, count);
        MergePurchases(profile, draft, count);
        return draft.Writer.Write(profile, draft);
    }

    private static void AddHashes(in ProfileReader profile, ProfileDraft draft, int count)
    {
        var text = 0;
        for (var i = 0; i < count; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            draft.FoldedIds.Add(OrderHash.Of(draft.Integrations[row.Integration], profile.RowText.Slice(text, row.IdBytes)));
            draft.FoldedContents.Add((uint)row.Content);
            text += row.TextBytes;
        }

        // Sorted runs of what was there and a few behind it: the runtime's introsort is quick on that, and pairs stay pairs.
        draft.FoldedIds.Span.Sort(draft.FoldedContents.Span);
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
            {
                purchases.Add(new Source(
                    new FoldedPurchaseRow
                    {
                        PlacedAt = row.PlacedAt, Amount = row.Amount, Units = row.Units, RefCount = row.RefCount,
                        IdBytes = row.IdBytes, Integration = row.Integration, Currency = row.Currency,
                    },
                    false,
                    text,
                    firstRef));
            }

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
