using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>A purchase as it lies in a stored profile, or in a draft: what a posting is made of, looked at where it is.</summary>
internal readonly ref struct PurchaseView
{
    private readonly ProfileDraft _draft;
    private readonly OrderRow _row;

    /// <summary>The row's terms: those of the draft from here, or in <see cref="_profile"/> the refs from here.</summary>
    private readonly int _first;
    private readonly ProfileReader _profile;

    /// <summary>Where the texts of <see cref="_profile"/>'s terms begin; empty for a row of the draft.</summary>
    private readonly ReadOnlySpan<int> _termStarts;

    /// <summary>How many terms are no coupons, which come last.</summary>
    private readonly int _count;

    /// <summary>A row of the draft.</summary>
    public PurchaseView(ProfileDraft draft, scoped in DraftRow row)
    {
        _draft = draft;
        _row = row.Row;
        _first = row.FirstTerm;
        _count = CountTerms();
    }

    /// <summary>A row of a stored profile.</summary>
    /// <param name="row">Its integration and currency as indices of the draft's names.</param>
    public PurchaseView(ProfileDraft draft, scoped in ProfileReader profile, ReadOnlySpan<int> termStarts, scoped in OrderRow row, int firstRef)
    {
        _draft = draft;
        _row = row;
        _first = firstRef;
        _profile = profile;
        _termStarts = termStarts;
        _count = CountTerms();
    }

    /// <summary>Whether two purchases of one integration would be posted alike.</summary>
    public bool Equals(scoped in PurchaseView other)
    {
        if (_row.PlacedAt != other._row.PlacedAt || _row.Amount != other._row.Amount || _row.Units != other._row.Units)
            return false;
        if (_row.Currency != other._row.Currency || _count != other._count)
            return false;
        for (var i = 0; i < _count; i++)
        {
            var a = Term(i);
            var b = other.Term(i);
            if (a.Kind != b.Kind || !a.Id.SequenceEqual(b.Id) || !a.Name.SequenceEqual(b.Name))
                return false;
        }

        return true;
    }

    public PurchasePosting ToPosting(int sign)
    {
        var texts = _draft.Posted;
        var integrationId = texts.Get(_draft.Integrations[_row.Integration]);
        var terms = ImmutableArray.CreateBuilder<PostedTerm>(_count);
        for (var i = 0; i < _count; i++)
        {
            var term = Term(i);
            var id = texts.Get(term.Id);
            var name = term.Name == term.Id ? id : texts.Get(term.Name);
            terms.Add(term.Kind switch
            {
                TermKind.Product => new PostedTerm(PostedTermKind.Product, integrationId, id, name),
                TermKind.Category => new PostedTerm(PostedTermKind.Category, integrationId, id, name),
                _ => new PostedTerm(PostedTermKind.Brand, "", id, name),
            });
        }

        var currency = texts.Get(_draft.Currencies[_row.Currency]);
        return new PurchasePosting(sign, new DateTimeOffset(_row.PlacedAt, TimeSpan.Zero), currency, new Money(_row.Amount), new Quantity(_row.Units), terms.MoveToImmutable());
    }

    private int CountTerms()
    {
        var count = _row.RefCount;
        while (count > 0 && Term(count - 1).Kind == TermKind.Coupon)
            count--;
        return count;
    }

    private TermView Term(int index)
    {
        if (_termStarts.IsEmpty)
        {
            ref readonly var drafted = ref _draft.Terms[_first + index];
            return new TermView(drafted.Kind, _draft.Text[drafted.Id], _draft.Text[drafted.Name]);
        }

        var term = _profile.Ref(_first + index);
        ref readonly var entry = ref _profile.Terms[term];
        var text = _profile.TermText[_termStarts[term].._termStarts[term + 1]];
        return new TermView(entry.Kind, text[..entry.IdBytes], entry.NameBytes == ProfileFormat.NameIsId ? text : text[entry.IdBytes..]);
    }

    /// <summary><paramref name="name"/> is the very same span as <paramref name="id"/> where the id serves as name.</summary>
    private readonly ref struct TermView(TermKind kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        public readonly TermKind Kind = kind;
        public readonly ReadOnlySpan<byte> Id = id;
        public readonly ReadOnlySpan<byte> Name = name;
    }
}
