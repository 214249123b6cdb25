using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Looks at a stored profile where it lies: nothing is decoded or copied. The bytes must have passed <see cref="ProfileValidator"/> or come from <see cref="ProfileWriter"/>.</summary>
internal readonly ref struct ProfileReader
{
    public readonly ProfileHeader Header;
    public readonly FoldedHeader Folded;
    public readonly ReadOnlySpan<ulong> FoldedIds;
    public readonly ReadOnlySpan<uint> FoldedContents;
    public readonly ReadOnlySpan<uint> IdHashes;
    public readonly ReadOnlySpan<OrderRow> Rows;
    public readonly ReadOnlySpan<TermEntry> Terms;
    public readonly ReadOnlySpan<FactEntry> Facts;
    public readonly ReadOnlySpan<FoldedTotal> Totals;
    public readonly ReadOnlySpan<FoldedPurchaseRow> FoldedPurchases;
    public readonly ReadOnlySpan<byte> RefBytes;
    public readonly ReadOnlySpan<byte> FoldedRefBytes;
    public readonly ReadOnlySpan<byte> NameText;
    public readonly ReadOnlySpan<byte> RowText;
    public readonly ReadOnlySpan<byte> TermText;
    public readonly ReadOnlySpan<byte> FactText;
    public readonly ReadOnlySpan<byte> FoldedText;

    public ProfileReader(ReadOnlySpan<byte> bytes)
    {
        Header = MemoryMarshal.Read<ProfileHeader>(bytes);
        var rest = bytes[Unsafe.SizeOf<ProfileHeader>()..];
        if (Header.Folded != 0)
        {
            Folded = MemoryMarshal.Read<FoldedHeader>(rest);
            rest = rest[Unsafe.SizeOf<FoldedHeader>()..];
        }

        FoldedIds = Take<ulong>(ref rest, Folded.Orders);
        FoldedContents = Take<uint>(ref rest, Folded.Orders);
        IdHashes = Take<uint>(ref rest, Header.Rows);
        Rows = Take<OrderRow>(ref rest, Header.Rows);
        Terms = Take<TermEntry>(ref rest, Header.Terms);
        Facts = Take<FactEntry>(ref rest, Header.Facts);
        Totals = Take<FoldedTotal>(ref rest, Folded.Totals);
        FoldedPurchases = Take<FoldedPurchaseRow>(ref rest, Folded.Purchases);
        RefBytes = Take<byte>(ref rest, Header.Refs * Header.RefWidth);
        FoldedRefBytes = Take<byte>(ref rest, Folded.Refs * Header.RefWidth);
        NameText = Take<byte>(ref rest, Header.NameText);
        RowText = Take<byte>(ref rest, Header.RowText);
        TermText = Take<byte>(ref rest, Header.TermText);
        FactText = Take<byte>(ref rest, Header.FactText);
        FoldedText = Take<byte>(ref rest, Folded.Text);
    }

    public bool HasFolded => Header.Folded != 0;

    /// <summary>When the first purchase was placed, folded or not; 0 without one.</summary>
    public long FirstPurchase
    {
        get
        {
            if (!FoldedPurchases.IsEmpty)
                return Folded.FirstPurchase;
            foreach (ref readonly var row in Rows)
            {
                if (row.IsPurchase)
                    return row.PlacedAt;
            }

            return 0;
        }
    }

    /// <summary>The bytes that a profile with these headers takes.</summary>
    public static long SizeOf(in ProfileHeader header, in FoldedHeader folded) =>
        Unsafe.SizeOf<ProfileHeader>() + (header.Folded != 0 ? Unsafe.SizeOf<FoldedHeader>() : 0)
        + (long)folded.Orders * (sizeof(ulong) + sizeof(uint))
        + (long)header.Rows * (sizeof(uint) + Unsafe.SizeOf<OrderRow>())
        + (long)header.Terms * Unsafe.SizeOf<TermEntry>()
        + (long)header.Facts * Unsafe.SizeOf<FactEntry>()
        + (long)folded.Totals * Unsafe.SizeOf<FoldedTotal>()
        + (long)folded.Purchases * Unsafe.SizeOf<FoldedPurchaseRow>()
        + ((long)header.Refs + folded.Refs) * header.RefWidth
        + header.NameText + (long)header.RowText + header.TermText + header.FactText + folded.Text;

    /// <summary>The term of the nth ref of the order rows.</summary>
    public int Ref(int index) => RefAt(RefBytes, index);

    /// <summary>The term of the nth ref of the folded purchases.</summary>
    public int FoldedRef(int index) => RefAt(FoldedRefBytes, index);

    private int RefAt(ReadOnlySpan<byte> bytes, int index) => Header.RefWidth == 2
        ? MemoryMarshal.Read<ushort>(bytes[(index * 2)..])
        : MemoryMarshal.Read<int>(bytes[(index * 4)..]);

    private static ReadOnlySpan<T> Take<T>(scoped ref ReadOnlySpan<byte> rest, int count)
        where T : unmanaged
    {
        var bytes = count * Unsafe.SizeOf<T>();
        var section = MemoryMarshal.Cast<byte, T>(rest[..bytes]);
        rest = rest[bytes..];
        return section;
    }
}
