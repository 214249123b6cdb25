using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Where reading the list of orders goes on. The list is cut by the instant of creation, which never changes, into stretches short enough for VTEX's thirty pages; a stretch is
/// read page by page in the order of the ids.
/// </summary>
/// <param name="Stretch">Unix milliseconds, UTC.</param>
/// <param name="Page">1-based; the page to ask for next.</param>
/// <param name="PageSize">The size that <paramref name="Page"/> counts in; 0 where the page is 1.</param>
/// <param name="StretchTotal">What the list said the stretch holds when its first page was read; -1 before.</param>
/// <param name="Total">What the list said everything holds; -1 before it was asked.</param>
internal sealed record VtexOrderCursor(Stretch Stretch, int Page, int PageSize, int StretchTotal, int Total)
{
    /// <summary>Filters that give more pages than this are refused (facts §3.1).</summary>
    public const int MostPages = 30;

    private const string Version = "v1";

    public static VtexOrderCursor Start(long from, long until) => new(new Stretch(from, until), 1, 0, -1, -1);

    /// <summary>The next page of the stretch.</summary>
    public VtexOrderCursor NextPage(int pageSize, int stretchTotal) => this with { Page = Page + 1, PageSize = pageSize, StretchTotal = stretchTotal };

    /// <summary>The stretch again from its first page.</summary>
    public VtexOrderCursor Again() => this with { Page = 1, PageSize = 0, StretchTotal = -1 };

    /// <summary>The beginning of another stretch.</summary>
    public VtexOrderCursor Of(Stretch stretch) => Again() with { Stretch = stretch };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{Stretch.From}.{Stretch.Until}.{Page}.{PageSize}.{StretchTotal}.{Total}");

    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static VtexOrderCursor Parse(string token, long least, long most)
    {
        var parts = token.Split('.');
        if (parts is not [Version, _, _, _, _, _, _]
            || !PageToken.Number(parts[1], least, most, out var from)
            || !PageToken.Number(parts[2], from, most, out var until)
            || !PageToken.Number(parts[3], 1, MostPages, out var page)
            || !PageToken.Number(parts[4], page > 1 ? 1 : 0, VtexOrderList.MaxPageSize, out var size)
            || !PageToken.Number(parts[5], -1, int.MaxValue, out var stretchTotal)
            || !PageToken.Number(parts[6], -1, int.MaxValue, out var total))
            throw StoreProblems.PageTokenInvalid();
        return new VtexOrderCursor(new Stretch(from, until), (int)page, (int)size, (int)stretchTotal, (int)total);
    }
}
