using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Applies readings to a profile by the version rule. What comes out depends on the readings, not on the order or the batches they arrive in.</summary>
internal ref struct ProfileChange
{
    private readonly ProfileReader _old;
    private readonly ProfileDraft _draft;
    private bool _isChanged;

    /// <summary>Where the old rows' texts begin; filled in when first needed.</summary>
    private int[]? _textStarts;

    /// <summary>Where the old rows' refs, and the old terms' texts, begin; filled in when first needed.</summary>
    private int[]? _refStarts;
    private int[]? _termStarts;

    public ProfileChange(ProfileReader old)
    {
        _old = old;
        _draft = ProfileDraft.Of(old);
    }

    public int New { get; private set; }

    public int Changed { get; private set; }

    public int Unchanged { get; private set; }

    public int TooOldToCorrect { get; private set; }

    public int CustomersChanged { get; private set; }

    public readonly bool IsChanged => _isChanged;

    /// <summary>The new state, with what has become old folded.</summary>
    public readonly byte[] Write(long now, FoldingPolicy policy)
    {
        ProfileFolder.FoldAlong(_old, _draft, now, policy);
        var bytes = _draft.Writer.Write(_old);
        return ProfileFolder.Fold(new ProfileReader(bytes), now, policy) ?? bytes;
    }

    public void Add(string integrationId, StoreOrder order)
    {
        OrderIntake.Check(order);
        var integration = _draft.Integrations.Intern(integrationId);
        var start = _draft.Text.Count;
        var id = _draft.Text.Add(order.OrderId, OrderIntake.MaxOrderIdLength);
        var content = OrderContent.Hash(order, _draft.Scratch);
        var place = Find(integration, id, order.UpdatedAt.UtcTicks, order.ReadAt.UtcTicks, content);
        if (place.IsWanted)
            Put(place, OrderIntake.Draft(_draft, order, id, integration, content));
        else
            _draft.Text.Truncate(start);
        if (!place.WasHeard)
            Learn(integration, order);
    }

    public void Add(string integrationId, StoreCustomer customer)
    {
        var integration = _draft.Integrations.Intern(integrationId);
        var key = Key(customer.Reference.StoreCustomerId);
        var entry = new FactEntry { Kind = FactKind.Account, Integration = integration, UpdatedAt = customer.UpdatedAt.UtcTicks, ReadAt = customer.ReadAt.UtcTicks };
        if (!_draft.Learn(entry, key, AccountText.Write(_draft.Text, customer)))
            return;
        CustomersChanged++;
        _isChanged = true;
    }

    /// <summary>
    /// What the change means for sums that already hold the old state: each order's old row taken off and its new row added, if they count and differ in what is posted. To
    /// be asked before <see cref="Write"/>, since folding is no such change, and what folds straight in is one.
    /// </summary>
    public ImmutableArray<PurchasePosting> Postings()
    {
        var postings = ImmutableArray.CreateBuilder<PurchasePosting>();
        foreach (ref readonly var row in _draft.Rows.Span)
        {
            if (row.IsDropped)
                continue;
            var hadOne = row.Replaces >= 0 && _old.Rows[row.Replaces].IsPurchase;
            if (hadOne && row.Row.IsPurchase && _old.Rows[row.Replaces].Content == row.Row.Content)
                continue;
            var before = hadOne ? OldPurchase(row.Replaces) : default;
            var after = row.Row.IsPurchase ? new PurchaseView(_draft, row) : default;
            if (hadOne && row.Row.IsPurchase && before.Equals(after))
                continue;
            if (hadOne)
                postings.Add(before.ToPosting(-1));
            if (row.Row.IsPurchase)
                postings.Add(after.ToPosting(+1));
        }

        return postings.DrainToImmutable();
    }

    /// <summary>Takes over the kept orders and the facts of another profile (DESIGN §6: two profiles that turn out to be one person).</summary>
    /// <returns>What it means for sums that hold both profiles: of an order that both have, one is taken off.</returns>
    public ImmutableArray<PurchasePosting> AddAll(scoped in ProfileReader other)
    {
        Span<byte> integrations = stackalloc byte[256];
        Span<byte> currencies = stackalloc byte[256];
        integrations[ProfileFormat.NoIntegration] = ProfileFormat.NoIntegration;
        var names = other.NameText;
        for (var i = 0; i < other.Header.Integrations + other.Header.Currencies; i++)
        {
            var name = names.Slice(1, names[0]);
            names = names[(1 + name.Length)..];
            if (i < other.Header.Integrations)
                integrations[i] = _draft.Integrations.Intern(name);
            else
                currencies[i - other.Header.Integrations] = _draft.Currencies.Intern(name);
        }

        AddFacts(other, integrations);
        return AddRows(other, integrations, currencies);
    }

    private void AddFacts(scoped in ProfileReader other, scoped ReadOnlySpan<byte> integrations)
    {
        var text = other.FactText;
        foreach (ref readonly var entry in other.Facts)
        {
            var key = _draft.Text.Add(text[..entry.KeyBytes]);
            var value = _draft.Text.Add(text.Slice(entry.KeyBytes, entry.ValueBytes));
            text = text[(entry.KeyBytes + entry.ValueBytes)..];
            if (!_draft.Learn(entry with { Integration = integrations[entry.Integration] }, key, value))
                continue;
            _isChanged = true;
            if (entry.Kind == FactKind.Account)
                CustomersChanged++;
        }
    }

    private ImmutableArray<PurchasePosting> AddRows(scoped in ProfileReader other, scoped ReadOnlySpan<byte> integrations, scoped ReadOnlySpan<byte> currencies)
    {
        var postings = ImmutableArray.CreateBuilder<PurchasePosting>();
        var termStarts = StartsOf(other.Terms);
        var (text, firstRef) = (0, 0);
        foreach (ref readonly var theirs in other.Rows)
        {
            var start = _draft.Text.Count;
            var row = theirs with { Integration = integrations[theirs.Integration], Currency = currencies[theirs.Currency] };
            var texts = _draft.Text.Add(other.RowText.Slice(text, row.TextBytes));
            var place = Find(row.Integration, texts with { Length = row.IdBytes }, row.UpdatedAt, row.ReadAt, row.Content);
            if (place.IsWanted && place.Row >= 0 && _old.Rows[place.Row].IsPurchase)
                postings.Add(OldPurchase(place.Row).ToPosting(-1));
            else if (!place.IsWanted && row.IsPurchase)
                postings.Add(new PurchaseView(_draft, other, termStarts, row, firstRef).ToPosting(-1));
            if (place.IsWanted)
            {
                var firstTerm = _draft.Terms.Count;
                for (var r = firstRef; r < firstRef + row.RefCount; r++)
                    CopyTerm(other, termStarts, other.Ref(r), integrations);
                Put(place, new DraftRow
                {
                    Id = texts with { Length = row.IdBytes },
                    FirstTerm = firstTerm,
                    Row = row,
                });
            }
            else
            {
                _draft.Text.Truncate(start);
            }

            text += row.TextBytes;
            firstRef += row.RefCount;
        }

        return postings.DrainToImmutable();
    }

    private readonly void CopyTerm(scoped in ProfileReader other, int[] termStarts, int index, scoped ReadOnlySpan<byte> integrations)
    {
        ref readonly var term = ref other.Terms[index];
        var text = _draft.Text.Add(other.TermText[termStarts[index]..termStarts[index + 1]]);
        var id = text with { Length = term.IdBytes };
        var nameIsId = term.NameBytes == ProfileFormat.NameIsId;
        _draft.Terms.Add(new DraftTerm
        {
            Kind = term.Kind,
            Integration = integrations[term.Integration],
            Id = id,
            NameIsId = nameIsId,
            Name = nameIsId ? id : new TextSpan(id.Offset + id.Length, term.NameBytes),
        });
    }

    /// <summary>Where a reading belongs: over a draft row, over an old row, or nowhere yet (both -1).</summary>
    /// <param name="IsWanted">Whether it is to be written.</param>
    /// <param name="WasHeard">Whether this very content and updated-at were applied before.</param>
    private readonly record struct Place(bool IsWanted, bool WasHeard, uint Hash, int Draft, int Row);

    /// <summary>Counts the reading and says whether, and in which row's place, it is to be written.</summary>
    private Place Find(byte integration, TextSpan id, long updatedAt, long readAt, ulong content)
    {
        var hash = OrderHash.Of(_draft.Integrations[integration], _draft.Text[id]);
        var low = (uint)hash;
        var draft = FindDraft(low, integration, id);
        var row = draft < 0 ? FindRow(low, integration, id) : -1;
        if (draft < 0 && row < 0)
        {
            var folded = _draft.FoldedIds.Span.BinarySearch(hash);
            if (folded >= 0)
            {
                var isSame = _draft.FoldedContents[folded] == (uint)content;
                if (isSame)
                    Unchanged++;
                else
                    TooOldToCorrect++;
                return new Place(false, isSame, low, -1, -1);
            }

            New++;
            return new Place(true, false, low, -1, -1);
        }

        var known = draft >= 0 ? _draft.Rows[draft].Row : _old.Rows[row];
        var order = VersionRule.Compare(updatedAt, readAt, known.UpdatedAt, known.ReadAt, content.CompareTo(known.Content));
        if (order == VersionOrder.Newer)
            Changed++;
        else
            Unchanged++;
        return new Place(order != VersionOrder.NotNewer, content == known.Content && updatedAt == known.UpdatedAt, low, draft, row);
    }

    private void Put(in Place place, in DraftRow row)
    {
        var replaces = place.Row;
        if (place.Draft >= 0)
        {
            _draft.Rows[place.Draft].IsDropped = true;
            replaces = _draft.Rows[place.Draft].Replaces;
        }

        if (place.Row >= 0)
            _draft.Removed.Add(place.Row);
        _draft.Rows.Add(row with { Replaces = replaces });
        _draft.RowHashes.Add(place.Hash);
        _isChanged = true;
    }

    private PurchaseView OldPurchase(int index)
    {
        _termStarts ??= StartsOf(_old.Terms);
        if (_refStarts is null)
        {
            _refStarts = new int[_old.Rows.Length + 1];
            for (var i = 0; i < _old.Rows.Length; i++)
                _refStarts[i + 1] = _refStarts[i] + _old.Rows[i].RefCount;
        }

        return new PurchaseView(_draft, _old, _termStarts, _old.Rows[index], _refStarts[index]);
    }

    /// <summary>Where each term's text begins, one entry more than terms.</summary>
    private static int[] StartsOf(ReadOnlySpan<TermEntry> terms)
    {
        var starts = new int[terms.Length + 1];
        for (var i = 0; i < terms.Length; i++)
            starts[i + 1] = starts[i] + terms[i].TextBytes;
        return starts;
    }

    private readonly int FindDraft(uint hash, byte integration, TextSpan id)
    {
        var hashes = _draft.RowHashes.Span;
        for (var at = 0; at < hashes.Length; at++)
        {
            var hit = hashes[at..].IndexOf(hash);
            if (hit < 0)
                break;
            at += hit;
            ref readonly var row = ref _draft.Rows[at];
            if (!row.IsDropped && row.Row.Integration == integration && _draft.Text[row.Id].SequenceEqual(_draft.Text[id]))
                return at;
        }

        return -1;
    }

    private int FindRow(uint hash, byte integration, TextSpan id)
    {
        for (var at = 0; at < _old.IdHashes.Length; at++)
        {
            var hit = _old.IdHashes[at..].IndexOf(hash);
            if (hit < 0)
                break;
            at += hit;
            ref readonly var row = ref _old.Rows[at];
            if (row.Integration == integration && _old.RowText.Slice(TextStart(at), row.IdBytes).SequenceEqual(_draft.Text[id]))
                return at;
        }

        return -1;
    }

    private int TextStart(int index)
    {
        if (_textStarts is null)
        {
            var start = 0;
            if (_old.Rows.Length <= 64)
            {
                foreach (ref readonly var row in _old.Rows[..index])
                    start += row.TextBytes;
                return start;
            }

            _textStarts = GC.AllocateUninitializedArray<int>(_old.Rows.Length);
            for (var i = 0; i < _textStarts.Length; i++)
            {
                _textStarts[i] = start;
                start += _old.Rows[i].TextBytes;
            }
        }

        return _textStarts[index];
    }

    /// <summary>
    /// What an order says of its customer. Every reading is heard, also one that is too late to change its order, so that the customer doesn't depend on the order of arrival
    /// either; of several with the same updated-at the greatest text stands.
    /// </summary>
    private void Learn(byte integration, StoreOrder order)
    {
        var reference = order.Customer;
        var updatedAt = order.UpdatedAt.UtcTicks;
        if (!string.IsNullOrWhiteSpace(reference.StoreCustomerId))
            Learn(FactKind.StoreCustomerId, integration, 0, Key(reference.StoreCustomerId), default);
        if (!string.IsNullOrWhiteSpace(reference.FirstName) || !string.IsNullOrWhiteSpace(reference.LastName))
        {
            var first = _draft.Text.Add((reference.FirstName ?? "").Trim().Replace("\0", ""), ProfileFormat.MaxNameLength);
            var separator = _draft.Text.Add([0]);
            var last = _draft.Text.Add((reference.LastName ?? "").Trim(), ProfileFormat.MaxNameLength);
            Learn(FactKind.OrderName, integration, updatedAt, default, new TextSpan(first.Offset, first.Length + separator.Length + last.Length));
        }

        if (CustomerIdentity.NormaliseEmail(reference.Email) is { } email)
            Learn(FactKind.OrderEmail, integration, updatedAt, default, _draft.Text.Add(email, ProfileFormat.MaxNameLength));
        if (!string.IsNullOrWhiteSpace(reference.Document))
            Learn(FactKind.OrderDocument, integration, updatedAt, default, _draft.Text.Add(reference.Document.Trim(), ProfileFormat.MaxNameLength));
    }

    private void Learn(FactKind kind, byte integration, long updatedAt, TextSpan key, TextSpan value)
    {
        if (_draft.Learn(new FactEntry { Kind = kind, Integration = integration, UpdatedAt = updatedAt }, key, value))
            _isChanged = true;
    }

    private readonly TextSpan Key(string? storeCustomerId) => _draft.Text.Add((storeCustomerId ?? "").Trim(), ProfileFormat.MaxIdLength);
}
