using System.Globalization;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Where reading the customers goes on. Any process can go on from it, and as often as it likes.</summary>
/// <param name="Stretch">Unix seconds, UTC: what was created or changed then is read.</param>
/// <param name="Offset">Customers of the stretch that have been read; the next page begins there.</param>
/// <param name="StretchTotal">What the store said the stretch holds when it was asked last; -1 before.</param>
/// <param name="Total">What the store said everything holds; -1 before it was asked.</param>
internal sealed record VtexCustomerCursor(VtexStretch Stretch, int Offset, int StretchTotal, int Total)
{
    /// <summary>Master Data's search goes no further (facts §3.5).</summary>
    public const int MostListed = 10_000;

    private const string Version = "c3";

    /// <summary>Of scrolls, which only the process that had begun one could go on with.</summary>
    private static readonly string[] OfScrolls = ["c1", "c2"];

    public static VtexCustomerCursor Start(long from, long until) => new(new VtexStretch(from, until), 0, -1, -1);

    /// <summary>The next page of the stretch.</summary>
    public VtexCustomerCursor Next(int read, int stretchTotal) => this with { Offset = Offset + read, StretchTotal = stretchTotal };

    /// <summary>The same page, of a stretch that holds another number of customers by now. Those that left it let the others move up: what may have moved over the beginning of the page is read again.</summary>
    public VtexCustomerCursor Moved(int stretchTotal) =>
        this with { Offset = stretchTotal < StretchTotal ? Math.Max(0, Offset - (StretchTotal - stretchTotal)) : 0, StretchTotal = stretchTotal };

    /// <summary>The beginning of another stretch.</summary>
    public VtexCustomerCursor Of(VtexStretch stretch) => new(stretch, 0, -1, Total);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{Stretch.From}.{Stretch.Until}.{Offset}.{StretchTotal}.{Total}");

    /// <param name="token">A token of a scroll, as this connector once used them, begins anew.</param>
    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static VtexCustomerCursor Parse(string token, long least, long most)
    {
        var parts = token.Split('.');
        if (parts.Length > 1 && OfScrolls.Contains(parts[0]))
            return Start(least, most);
        if (parts is not [Version, _, _, _, _, _]
            || !Number(parts[1], least, most, out var from)
            || !Number(parts[2], from, most, out var until)
            || !Number(parts[3], 0, MostListed - 1, out var offset)
            || !Number(parts[4], -1, int.MaxValue, out var stretchTotal)
            || !Number(parts[5], -1, int.MaxValue, out var total))
            throw VtexOrderCursor.TokenInvalid();
        return new VtexCustomerCursor(new VtexStretch(from, until), (int)offset, (int)stretchTotal, (int)total);
    }

    private static bool Number(string text, long least, long most, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
