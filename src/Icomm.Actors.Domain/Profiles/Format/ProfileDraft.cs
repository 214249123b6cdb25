namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>An order that is to be written into the state. Integration and currency are indices of <see cref="ProfileDraft"/>'s names.</summary>
internal struct DraftRow
{
    public OrderRow Row;

    /// <summary>Id, and right behind it the number.</summary>
    public TextSpan Id;

    /// <summary>The row's terms are <see cref="OrderRow.RefCount"/> of <see cref="ProfileDraft.Terms"/> from here.</summary>
    public int FirstTerm;

    /// <summary>A later reading in the same batch took this one's place.</summary>
    public bool IsDropped;

    /// <summary>The old state's row of the same order; -1 when it had none.</summary>
    public int Replaces;
}

/// <summary>One mention of a product, category, brand or coupon on a draft row.</summary>
internal struct DraftTerm
{
    public TermKind Kind;
    public byte Integration;

    /// <summary>Whether <see cref="Name"/> is left out because it is the id.</summary>
    public bool NameIsId;
    public TextSpan Id;
    public TextSpan Name;

    /// <summary>Of the id, to tell most apart quickly.</summary>
    public uint IdHash;
}

internal struct DraftFact
{
    public FactEntry Entry;
    public TextSpan Key;
    public TextSpan Value;
}

/// <summary>
/// A state under construction: the old state's bytes plus what is to be different. Reused for every change on a thread (a change never awaits), so that applying
/// an order leaves no garbage but the new state itself.
/// </summary>
internal sealed class ProfileDraft
{
    [ThreadStatic]
    private static ProfileDraft? _ofThisThread;

    public readonly DraftNames Integrations = new();
    public readonly DraftNames Currencies = new();
    public readonly DraftText Text = new();

    /// <summary>Rows to be added, with their id hashes beside them.</summary>
    public readonly GrowBuffer<DraftRow> Rows = new();
    public readonly GrowBuffer<uint> RowHashes = new();
    public readonly GrowBuffer<DraftTerm> Terms = new();

    /// <summary>Old rows to be left out, in any order.</summary>
    public readonly GrowBuffer<int> Removed = new();

    /// <summary>Whether an integration's part was taken away, so that names may have come out of use even where no row went.</summary>
    public bool IsPruned;

    /// <summary>All facts, the old ones included.</summary>
    public readonly GrowBuffer<DraftFact> Facts = new();

    /// <summary>The folded part, wholly; refs of its purchases are indices of the old state's terms.</summary>
    public FoldedHeader Folded;
    public bool HasFolded;
    public readonly GrowBuffer<ulong> FoldedIds = new();
    public readonly GrowBuffer<uint> FoldedContents = new();
    public readonly GrowBuffer<FoldedTotal> Totals = new();
    public readonly GrowBuffer<FoldedPurchaseRow> FoldedPurchases = new();
    public readonly GrowBuffer<int> FoldedRefs = new();
    public readonly GrowBuffer<byte> FoldedText = new();

    /// <summary>Scratch for canonical encodings.</summary>
    public readonly GrowBuffer<byte> Scratch = new();

    public readonly ProfileWriter Writer;

    /// <summary>Of what is posted. It outlives the change, as the thread's draft does.</summary>
    public readonly TextPool Posted = new();

    private ProfileDraft() => Writer = new ProfileWriter(this);

    /// <summary>The thread's draft, holding what <paramref name="old"/> holds and no change yet.</summary>
    public static ProfileDraft Of(in ProfileReader old)
    {
        var draft = _ofThisThread ??= new ProfileDraft();
        draft.Begin(old);
        return draft;
    }

    /// <summary>Adds a fact or takes the place of an older reading of it.</summary>
    /// <returns>Whether it was newer than what was known.</returns>
    public bool Learn(in FactEntry entry, TextSpan key, TextSpan value)
    {
        for (var i = 0; i < Facts.Count; i++)
        {
            ref var known = ref Facts[i];
            if (known.Entry.Integration != entry.Integration || known.Entry.Kind != entry.Kind || !Text[known.Key].SequenceEqual(Text[key]))
                continue;
            var isNewer = VersionRule.Compare(
                entry.UpdatedAt, entry.ReadAt, known.Entry.UpdatedAt, known.Entry.ReadAt, Text[value].SequenceCompareTo(Text[known.Value])) != VersionOrder.NotNewer;
            if (isNewer)
                known = new DraftFact { Entry = entry, Key = key, Value = value };
            return isNewer;
        }

        Facts.Add(new DraftFact { Entry = entry, Key = key, Value = value });
        return true;
    }

    /// <summary>Lets go of the folded part.</summary>
    public void ForgetFolded()
    {
        HasFolded = false;
        Folded = default;
        FoldedIds.Clear();
        FoldedContents.Clear();
        Totals.Clear();
        FoldedPurchases.Clear();
        FoldedRefs.Clear();
        FoldedText.Clear();
    }

    private void Begin(in ProfileReader old)
    {
        Integrations.Clear();
        Currencies.Clear();
        Text.Clear();
        Rows.Clear();
        RowHashes.Clear();
        Terms.Clear();
        Removed.Clear();
        Facts.Clear();
        IsPruned = false;
        ForgetFolded();

        var names = old.NameText;
        for (var i = 0; i < old.Header.Integrations + old.Header.Currencies; i++)
        {
            var name = names.Slice(1, names[0]);
            names = names[(1 + name.Length)..];
            (i < old.Header.Integrations ? Integrations : Currencies).Intern(name);
        }

        var text = old.FactText;
        foreach (ref readonly var entry in old.Facts)
        {
            var key = Text.Add(text[..entry.KeyBytes]);
            var value = Text.Add(text.Slice(entry.KeyBytes, entry.ValueBytes));
            text = text[(entry.KeyBytes + entry.ValueBytes)..];
            Facts.Add(new DraftFact { Entry = entry, Key = key, Value = value });
        }

        HasFolded = old.HasFolded;
        Folded = old.Folded;
        if (!HasFolded)
            return;
        FoldedIds.AddRange(old.FoldedIds);
        FoldedContents.AddRange(old.FoldedContents);
        Totals.AddRange(old.Totals);
        FoldedPurchases.AddRange(old.FoldedPurchases);
        FoldedText.AddRange(old.FoldedText);
        var refs = FoldedRefs.Extend(old.Folded.Refs);
        for (var i = 0; i < refs.Length; i++)
            refs[i] = old.FoldedRef(i);
    }
}
