using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Writes the lists of names as a JSON object, straight from the stored terms. Each name is quoted once, into one text a kind; the list of a window is a stretch of that
/// text, since the lists of longer windows begin with those of shorter ones.
/// </summary>
internal ref struct JsonLists : ITermSink
{
    private const int Kinds = 4;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    /// <summary>
    /// Kind and field name of the lists of windows, in the order they are published, and of those of the last purchase; each name with quotes, colon and bracket.
    /// </summary>
    private static readonly (TermKind Kind, byte[] Name)[] WindowFields =
    [
        .. Windows.All.Select(w => (TermKind.Product, Field(IndicatorMetric.Products, w))),
        .. Windows.All.Select(w => (TermKind.Category, Field(IndicatorMetric.Categories, w))),
        .. Windows.All.Select(w => (TermKind.Coupon, Field(IndicatorMetric.Coupons, w))),
    ];

    private static readonly (TermKind Kind, byte[] Name)[] LastFields =
    [
        (TermKind.Brand, Field(IndicatorMetric.LastPurchaseBrands, null)),
        (TermKind.Category, Field(IndicatorMetric.LastPurchaseCategories, null)),
        (TermKind.Coupon, Field(IndicatorMetric.LastPurchasePromoCodes, null)),
    ];

    [ThreadStatic]
    private static GrowBuffer<byte>[]? _textsOfThisThread;

    private readonly ProfileReader _profile;
    private readonly TermIndex _terms;

    /// <summary>By kind: names in quotes, commas between, list after list.</summary>
    private readonly GrowBuffer<byte>[] _texts = _textsOfThisThread ??= [new(), new(), new(), new()];

    /// <summary>By kind: where the present lists begin.</summary>
    private readonly Span<int> _starts;

    /// <summary>By window and kind.</summary>
    private readonly Span<Range> _windows;

    /// <summary>What isn't collected: brands of windows, products of the last purchase.</summary>
    private TermKind _unwanted = TermKind.Brand;

    private JsonLists(ProfileReader profile, Span<int> starts, Span<Range> windows)
    {
        _profile = profile;
        _terms = TermIndex.Of(profile);
        _starts = starts;
        _windows = windows;
        foreach (var text in _texts)
            text.Clear();
    }

    public static void Write(in ProfileReader profile, DateOnly asOf, DatabaseSettings settings, IBufferWriter<byte> output)
    {
        var zone = CalendarZone.Get(settings.TimeZone);
        using var ages = new PurchaseAges(profile, zone, asOf, stackalloc byte[PurchaseAges.UsualRows]);
        var lists = new JsonLists(profile, stackalloc int[Kinds], stackalloc Range[Windows.Count * Kinds]);
        ListWalk.OfWindows(profile, settings, ages, ref lists);
        lists._unwanted = TermKind.Product;
        ListWalk.OfLast(profile, ages, ref lists);
        lists.Write(output);
    }

    public readonly void Restart()
    {
        _terms.Restart();
        for (var kind = 0; kind < Kinds; kind++)
            _starts[kind] = _texts[kind].Count;
    }

    public readonly void Add(int term)
    {
        var kind = _profile.Terms[term].Kind;
        if (kind == _unwanted || !_terms.IsNew(term))
            return;
        var text = _texts[(int)kind - 1];
        if (text.Count > _starts[(int)kind - 1])
            text.Add((byte)',');
        Quote(text, _terms.NameOf(_profile, term));
    }

    public readonly void EndWindow(Window window)
    {
        for (var kind = 0; kind < Kinds; kind++)
            _windows[(int)window * Kinds + kind] = _starts[kind].._texts[kind].Count;
    }

    private readonly void Write(IBufferWriter<byte> output)
    {
        var size = 2;
        for (var i = 0; i < WindowFields.Length; i++)
            size += WindowFields[i].Name.Length + OfWindow(i).Length + 2;
        foreach (var (kind, name) in LastFields)
            size += name.Length + OfLast(kind).Length + 2;

        var room = output.GetSpan(size);
        room[0] = (byte)'{';
        var at = 1;
        for (var i = 0; i < WindowFields.Length; i++)
            Put(room, ref at, WindowFields[i].Name, OfWindow(i));
        foreach (var (kind, name) in LastFields)
            Put(room, ref at, name, OfLast(kind));
        room[at++] = (byte)'}';
        output.Advance(at);
    }

    private readonly ReadOnlySpan<byte> OfWindow(int field)
    {
        var kind = (int)WindowFields[field].Kind - 1;
        return _texts[kind].Span[_windows[field % Windows.Count * Kinds + kind]];
    }

    private readonly ReadOnlySpan<byte> OfLast(TermKind kind) => _texts[(int)kind - 1].Span[_starts[(int)kind - 1]..];

    /// <summary>One field, unless its list is empty.</summary>
    private static void Put(Span<byte> room, ref int at, byte[] name, ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty)
            return;
        if (at > 1)
            room[at++] = (byte)',';
        name.CopyTo(room[at..]);
        at += name.Length;
        list.CopyTo(room[at..]);
        at += list.Length;
        room[at++] = (byte)']';
    }

    private static void Quote(GrowBuffer<byte> text, ReadOnlySpan<byte> name)
    {
        // What the stored form holds is UTF-8 unless somebody has made up a profile; a name reads the same here as everywhere else.
        if (!Utf8.IsValid(name))
            name = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name));
        text.Add((byte)'"');
        for (var at = name.IndexOfAny(Escaped); at >= 0; at = name.IndexOfAny(Escaped))
        {
            text.AddRange(name[..at]);
            Escape(text, name[at]);
            name = name[(at + 1)..];
        }

        text.AddRange(name);
        text.Add((byte)'"');
    }

    private static void Escape(GrowBuffer<byte> text, byte character)
    {
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        switch (character)
        {
            case (byte)'"' or (byte)'\\':
                text.AddRange([(byte)'\\', character]);
                break;
            case (byte)'\n':
                text.AddRange("\\n"u8);
                break;
            case (byte)'\r':
                text.AddRange("\\r"u8);
                break;
            case (byte)'\t':
                text.AddRange("\\t"u8);
                break;
            default:
                text.AddRange("\\u00"u8);
                text.AddRange([hex[character >> 4], hex[character & 0xF]]);
                break;
        }
    }

    private static byte[] Field(IndicatorMetric metric, Window? window) => Encoding.UTF8.GetBytes($"\"{new Indicator(metric, window).Name}\":[");
}
