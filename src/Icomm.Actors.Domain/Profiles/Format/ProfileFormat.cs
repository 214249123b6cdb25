using System.Runtime.InteropServices;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// The stored form of a profile, version 1. All numbers little-endian, instants as UTC ticks, texts UTF-8, sections one after the other without padding:
/// <list type="number">
/// <item><see cref="ProfileHeader"/>, then <see cref="FoldedHeader"/> if anything was folded;</item>
/// <item>64-bit hashes of folded orders, sorted; 32 bits of their contents' hashes, in the same order;</item>
/// <item>32-bit hashes of the kept orders' ids; <see cref="OrderRow"/>s, by (placed at, integration, order id);</item>
/// <item><see cref="TermEntry"/>s, by (kind, integration, id, name); <see cref="FactEntry"/>s, by (integration, kind, key);</item>
/// <item><see cref="FoldedTotal"/>s, by (integration, currency); <see cref="FoldedPurchaseRow"/>s, ordered as the order rows, all of them earlier;</item>
/// <item>refs: indices of terms, two bytes each while that suffices, those of each order row in turn, then those of each folded purchase;</item>
/// <item>texts: integrations and currencies (each a length byte and the text, sorted by bytes), ids and numbers of order rows, ids and names of terms, keys and values of facts, ids of folded purchases.</item>
/// </list>
/// Every section is sorted by content and holds nothing unused, so that one set of orders has one stored form, whatever way it came about.
/// </summary>
internal static class ProfileFormat
{
    /// <summary>"ICAP" as bytes.</summary>
    public const uint Magic = 0x50414349;

    public const ushort Version = 1;

    /// <summary>In place of a name's length: the name is the id.</summary>
    public const ushort NameIsId = ushort.MaxValue;

    /// <summary>In place of an integration: brands and coupons belong to none.</summary>
    public const byte NoIntegration = byte.MaxValue;

    /// <summary>Integrations, and currencies, that one profile can name.</summary>
    public const int MaxNames = 250;

    /// <summary>Longest name kept of a product or category, in UTF-16 units; longer ones are cut.</summary>
    public const int MaxNameLength = 500;

    /// <summary>Longest id of a product or category, brand or coupon, in UTF-16 units; longer ones are cut.</summary>
    public const int MaxIdLength = 400;

    /// <summary>From this many terms on, refs take four bytes.</summary>
    public const int WideRefs = ushort.MaxValue + 1;
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ProfileHeader
{
    public uint Magic;
    public ushort Version;

    /// <summary>2 or 4.</summary>
    public byte RefWidth;

    /// <summary>1 when a <see cref="FoldedHeader"/> follows.</summary>
    public byte Folded;

    /// <summary>XXH64 of everything behind this field.</summary>
    public ulong Checksum;

    public int Rows;
    public int Refs;
    public int Terms;
    public int Facts;
    public int RowText;
    public int TermText;
    public int FactText;
    public ushort NameText;
    public byte Integrations;
    public byte Currencies;

    public const int ChecksumEnd = 16;
}

/// <summary>Present once the profile has folded orders.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FoldedHeader
{
    /// <summary>Every order placed before this is folded: none such is among the rows.</summary>
    public long Before;

    /// <summary>When the earliest folded purchase was placed; 0 when no purchase was folded.</summary>
    public long FirstPurchase;

    public int Orders;
    public int Totals;
    public int Purchases;
    public int Refs;
    public int Text;
}

/// <summary>One kept order. Id and number lie in the row text, refs in the refs, both in row order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct OrderRow
{
    public long PlacedAt;
    public long UpdatedAt;
    public long ReadAt;

    /// <summary>Hash of everything but the version: <see cref="OrderContent"/>.</summary>
    public ulong Content;

    /// <summary>Total minus refunds, ten-thousandths.</summary>
    public long Amount;

    /// <summary>Ten-thousandths.</summary>
    public long Units;

    /// <summary>Distinct terms; none unless the order is a purchase.</summary>
    public int RefCount;
    public ushort IdBytes;
    public ushort NumberBytes;
    public byte Integration;
    public byte Currency;

    /// <summary>Bits 0 and 1: <see cref="Orders.OrderStatus"/>; bit 2: counts as a purchase.</summary>
    public byte Flags;

    /// <summary>Zero.</summary>
    public byte Reserved;

    public const byte PurchaseFlag = 4;

    public readonly bool IsPurchase => (Flags & PurchaseFlag) != 0;

    public readonly int TextBytes => IdBytes + NumberBytes;
}

/// <summary>The numbers are stored: never renumber.</summary>
internal enum TermKind : byte
{
    Product = 1,
    Category = 2,
    Brand = 3,
    Coupon = 4,
}

/// <summary>A product, category, brand or coupon under one of its names. Terms that differ in name only are neighbours and share an identity.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TermEntry
{
    private const byte SameBit = 0x80;

    private byte _kind;
    public byte Integration;
    public ushort IdBytes;

    /// <summary><see cref="ProfileFormat.NameIsId"/> when there is no other name.</summary>
    public ushort NameBytes;

    public TermKind Kind
    {
        readonly get => (TermKind)(_kind & ~SameBit);
        set => _kind = (byte)value;
    }

    /// <summary>Whether kind, integration and id are those of the entry before, and only the name differs.</summary>
    public bool IsSameAsPrevious
    {
        readonly get => (_kind & SameBit) != 0;
        set => _kind = (byte)((byte)Kind | (value ? SameBit : 0));
    }

    public readonly int TextBytes => NameBytes == ProfileFormat.NameIsId ? IdBytes : IdBytes + NameBytes;
}

/// <summary>The numbers are stored: never renumber.</summary>
internal enum FactKind : byte
{
    /// <summary>A customer account as the store described it; key: the store's customer id, value: <see cref="AccountText"/>.</summary>
    Account = 1,

    /// <summary>A store customer id seen on an order; key: the id, no value, no version.</summary>
    StoreCustomerId = 2,

    /// <summary>Name on an order; value: first and last name, a zero byte between.</summary>
    OrderName = 3,

    /// <summary>E-mail on an order, normalised.</summary>
    OrderEmail = 4,

    /// <summary>Document on an order, as given.</summary>
    OrderDocument = 5,
}

/// <summary>Something an integration says of the customer. Key and value lie in the fact text.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FactEntry
{
    public long UpdatedAt;
    public long ReadAt;
    public int ValueBytes;
    public ushort KeyBytes;
    public byte Integration;
    public FactKind Kind;
}

/// <summary>Sums over the folded purchases of one integration and currency.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FoldedTotal
{
    private ulong _amountLow;
    private ulong _amountHigh;
    private ulong _unitsLow;
    private ulong _unitsHigh;
    public int Purchases;
    public byte Integration;
    public byte Currency;

    /// <summary>Ten-thousandths.</summary>
    public Int128 Amount
    {
        readonly get => new(_amountHigh, _amountLow);
        set => (_amountHigh, _amountLow) = ((ulong)(value >> 64), (ulong)value);
    }

    /// <summary>Ten-thousandths.</summary>
    public Int128 Units
    {
        readonly get => new(_unitsHigh, _unitsLow);
        set => (_unitsHigh, _unitsLow) = ((ulong)(value >> 64), (ulong)value);
    }
}

/// <summary>
/// A folded purchase that is still needed: the latest one, for what was last bought, and each that was the last of the folded ones to hold some term. Its refs are only those terms,
/// so that going through these from the last to the first gives each folded term once, in the order it was last bought.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FoldedPurchaseRow
{
    public long PlacedAt;
    public long Amount;
    public long Units;
    public int RefCount;
    public ushort IdBytes;
    public byte Integration;
    public byte Currency;
}
