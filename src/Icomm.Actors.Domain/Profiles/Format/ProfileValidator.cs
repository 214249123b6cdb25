using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Hashing;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Decides whether bytes are a profile that every reader can rely on: sizes, checksum, indices, and the sort orders that searches depend on.</summary>
internal static class ProfileValidator
{
    /// <exception cref="ProfileStateException">They aren't, or a newer program wrote them.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("profiles are read where they lie, which needs a little-endian processor");
        var header = CheckHeader(bytes);
        CheckSizes(header, bytes);
        Require(header.Checksum == XxHash64.Of(bytes[ProfileHeader.ChecksumEnd..]), "checksum");
        var profile = new ProfileReader(bytes);
        CheckNames(profile);
        CheckTerms(profile);
        CheckRows(profile);
        CheckFacts(profile);
        CheckFolded(profile);
    }

    private static ProfileHeader CheckHeader(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= Unsafe.SizeOf<ProfileHeader>(), "too short");
        var header = MemoryMarshal.Read<ProfileHeader>(bytes);
        Require(header.Magic == ProfileFormat.Magic, "magic");
        if (header.Version > ProfileFormat.Version)
            throw new ProfileStateException(ProfileStateErrors.NewerVersion, $"the profile has format {header.Version}, this program reads up to {ProfileFormat.Version}");
        Require(header.Version == ProfileFormat.Version, "version");
        return header;
    }

    private static void CheckSizes(in ProfileHeader header, ReadOnlySpan<byte> bytes)
    {
        Require(header.RefWidth == (header.Terms < ProfileFormat.WideRefs ? 2 : 4) && header.Folded <= 1, "header");
        Require((header.Rows | header.Refs | header.Terms | header.Facts | header.RowText | header.TermText | header.FactText) >= 0, "negative count");
        var folded = default(FoldedHeader);
        if (header.Folded != 0)
        {
            Require(bytes.Length >= Unsafe.SizeOf<ProfileHeader>() + Unsafe.SizeOf<FoldedHeader>(), "too short");
            folded = MemoryMarshal.Read<FoldedHeader>(bytes[Unsafe.SizeOf<ProfileHeader>()..]);
            Require((folded.Orders | folded.Totals | folded.Purchases | folded.Refs | folded.Text) >= 0, "negative count");
            Require(IsInstant(folded.Before) && IsInstant(folded.FirstPurchase), "instant");
        }

        Require(ProfileReader.SizeOf(header, folded) == bytes.Length, "size");
    }

    private static void CheckNames(in ProfileReader profile)
    {
        Require(profile.Header.Integrations <= ProfileFormat.MaxNames && profile.Header.Currencies <= ProfileFormat.MaxNames, "names");
        var rest = profile.NameText;
        ReadOnlySpan<byte> previous = [];
        for (var i = 0; i < profile.Header.Integrations + profile.Header.Currencies; i++)
        {
            Require(rest.Length > 0 && rest[0] > 0 && rest.Length > rest[0], "names");
            var name = rest.Slice(1, rest[0]);
            Require(i == 0 || i == profile.Header.Integrations || previous.SequenceCompareTo(name) < 0, "names' order");
            previous = name;
            rest = rest[(1 + name.Length)..];
        }

        Require(rest.IsEmpty, "names");
    }

    private static void CheckTerms(in ProfileReader profile)
    {
        var text = profile.TermText;
        var previous = default(TermEntry);
        ReadOnlySpan<byte> previousText = [];
        for (var i = 0; i < profile.Terms.Length; i++)
        {
            ref readonly var term = ref profile.Terms[i];
            var hasIntegration = term.Kind is TermKind.Product or TermKind.Category;
            Require(term.Kind is >= TermKind.Product and <= TermKind.Coupon, "term kind");
            Require(hasIntegration ? term.Integration < profile.Header.Integrations : term.Integration == ProfileFormat.NoIntegration, "term integration");
            Require(term.IdBytes > 0 && text.Length >= term.TextBytes, "term text");
            var own = text[..term.TextBytes];
            var order = ((int)previous.Kind << 8 | previous.Integration).CompareTo((int)term.Kind << 8 | term.Integration);
            if (order == 0)
                order = previousText[..previous.IdBytes].SequenceCompareTo(own[..term.IdBytes]);
            Require(term.IsSameAsPrevious == (i > 0 && order == 0), "term identity");
            if (order == 0)
                order = Name(previous, previousText).SequenceCompareTo(Name(term, own));
            Require(i == 0 || order < 0, "terms' order");
            previous = term;
            previousText = own;
            text = text[own.Length..];
        }

        Require(text.IsEmpty, "term text");

        static ReadOnlySpan<byte> Name(in TermEntry term, ReadOnlySpan<byte> text) => term.NameBytes == ProfileFormat.NameIsId ? text : text[term.IdBytes..];
    }

    private static void CheckRows(in ProfileReader profile)
    {
        var text = profile.RowText;
        var refs = 0L;
        var previous = default(OrderRow);
        ReadOnlySpan<byte> previousId = [];
        for (var i = 0; i < profile.Rows.Length; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            Require(row.Integration < profile.Header.Integrations && row.Currency < profile.Header.Currencies, "row names");
            Require(IsInstant(row.PlacedAt) && IsInstant(row.UpdatedAt) && IsInstant(row.ReadAt), "instant");
            Require((row.Flags & ~7) == 0 && row.Reserved == 0 && (row.Flags & 3) <= (int)OrderStatus.Cancelled, "row flags");
            Require(row.IdBytes is > 0 and <= OrderIntake.MaxOrderIdLength * 4 && row.RefCount >= 0 && text.Length >= row.TextBytes, "row text");
            Require(row.PlacedAt >= profile.Folded.Before, "row before the folded ones' end");
            var id = text[..row.IdBytes];
            var order = previous.PlacedAt.CompareTo(row.PlacedAt);
            if (order == 0)
                order = previous.Integration.CompareTo(row.Integration);
            if (order == 0)
                order = previousId.SequenceCompareTo(id);
            Require(i == 0 || order < 0, "rows' order");
            refs += row.RefCount;
            previous = row;
            previousId = id;
            text = text[row.TextBytes..];
        }

        Require(text.IsEmpty && refs == profile.Header.Refs, "row text or refs");
        CheckRefs(profile.RefBytes, profile.Header);
    }

    private static void CheckRefs(ReadOnlySpan<byte> refs, in ProfileHeader header)
    {
        if (header.RefWidth == 2)
        {
            foreach (var term in MemoryMarshal.Cast<byte, ushort>(refs))
                Require(term < header.Terms, "ref");
        }
        else
        {
            foreach (var term in MemoryMarshal.Cast<byte, int>(refs))
                Require((uint)term < (uint)header.Terms, "ref");
        }
    }

    private static void CheckFacts(in ProfileReader profile)
    {
        var text = profile.FactText;
        var previous = default(FactEntry);
        ReadOnlySpan<byte> previousKey = [];
        for (var i = 0; i < profile.Facts.Length; i++)
        {
            ref readonly var fact = ref profile.Facts[i];
            Require(fact.Integration < profile.Header.Integrations && fact.Kind is >= FactKind.Account and <= FactKind.OrderDocument, "fact");
            Require(IsInstant(fact.UpdatedAt) && IsInstant(fact.ReadAt), "instant");
            Require(fact.ValueBytes >= 0 && text.Length >= (long)fact.KeyBytes + fact.ValueBytes, "fact text");
            var key = text[..fact.KeyBytes];
            var order = (previous.Integration << 8 | (int)previous.Kind).CompareTo(fact.Integration << 8 | (int)fact.Kind);
            if (order == 0)
                order = previousKey.SequenceCompareTo(key);
            Require(i == 0 || order < 0, "facts' order");
            Require(fact.Kind != FactKind.Account || AccountText.IsValid(text.Slice(fact.KeyBytes, fact.ValueBytes)), "account");
            previous = fact;
            previousKey = key;
            text = text[(fact.KeyBytes + fact.ValueBytes)..];
        }

        Require(text.IsEmpty, "fact text");
    }

    private static void CheckFolded(in ProfileReader profile)
    {
        for (var i = 1; i < profile.FoldedIds.Length; i++)
            Require(profile.FoldedIds[i - 1] <= profile.FoldedIds[i], "folded ids' order");

        long purchases = 0;
        for (var i = 0; i < profile.Totals.Length; i++)
        {
            ref readonly var total = ref profile.Totals[i];
            Require(total.Integration < profile.Header.Integrations && total.Currency < profile.Header.Currencies && total.Purchases > 0, "folded total");
            Require(i == 0 || (profile.Totals[i - 1].Integration << 8 | profile.Totals[i - 1].Currency) < (total.Integration << 8 | total.Currency), "folded totals' order");
            purchases += total.Purchases;
        }

        Require(purchases <= profile.FoldedIds.Length && purchases > 0 == (profile.Folded.FirstPurchase > 0) && purchases > 0 == (profile.Folded.Purchases > 0), "folded purchases");

        var (text, refs) = (0L, 0L);
        for (var i = 0; i < profile.FoldedPurchases.Length; i++)
        {
            ref readonly var purchase = ref profile.FoldedPurchases[i];
            Require(purchase.Integration < profile.Header.Integrations && purchase.Currency < profile.Header.Currencies, "folded purchase");
            Require(purchase.RefCount >= 0 && purchase.IdBytes > 0 && purchase.PlacedAt >= profile.Folded.FirstPurchase && purchase.PlacedAt < profile.Folded.Before, "folded purchase");
            Require(i == 0 || profile.FoldedPurchases[i - 1].PlacedAt <= purchase.PlacedAt, "folded purchases' order");
            text += purchase.IdBytes;
            refs += purchase.RefCount;
        }

        Require(text == profile.Folded.Text && refs == profile.Folded.Refs, "folded text or refs");
        CheckRefs(profile.FoldedRefBytes, profile.Header);
    }

    private static bool IsInstant(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new ProfileStateException(ProfileStateErrors.Corrupt, $"the stored profile is damaged ({what})");
    }
}
