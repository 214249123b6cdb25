using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Where reading the orders goes on. The days of a window are cut into stretches that fit into one page each, since pages shift while orders come in and days don't; only a single day
/// that holds more than a page is read page by page.
/// </summary>
/// <param name="Stretch">Days (<see cref="DateOnly.DayNumber"/>, in the shop's zone).</param>
/// <param name="Page">1-based; the page to ask for next.</param>
/// <param name="PageSize">The size that <paramref name="Page"/> counts in; 0 where the page is 1.</param>
/// <param name="StretchTotal">What the list said the stretch holds when the page before was read; -1 before.</param>
/// <param name="Mark">The page before, see <see cref="FenicioOrderList.Mark"/>; 0 before.</param>
/// <param name="Total">What the list said everything holds; -1 before it was asked.</param>
internal sealed record FenicioCursor(Stretch Stretch, int Page, int PageSize, int StretchTotal, uint Mark, int Total)
{
    private const string Version = "f1";
    private const int MostPages = 1_000_000;

    public static FenicioCursor Start(int from, int until) => new(new Stretch(from, until), 1, 0, -1, 0, -1);

    public FenicioCursor NextPage(int pageSize, int stretchTotal, uint mark) => this with { Page = Page + 1, PageSize = pageSize, StretchTotal = stretchTotal, Mark = mark };

    /// <summary>The stretch again from its first page.</summary>
    public FenicioCursor Again() => this with { Page = 1, PageSize = 0, StretchTotal = -1, Mark = 0 };

    /// <summary>The beginning of another stretch.</summary>
    public FenicioCursor Of(Stretch stretch) => Again() with { Stretch = stretch };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{Stretch.From}.{Stretch.Until}.{Page}.{PageSize}.{StretchTotal}.{Mark}.{Total}");

    /// <param name="least">First day there may be.</param>
    /// <param name="most">Last day there may be.</param>
    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static FenicioCursor Parse(string token, int least, int most)
    {
        if (token.Split('.') is not [Version, var fromText, var untilText, var pageText, var sizeText, var stretchText, var markText, var totalText]
            || !PageToken.Number(fromText, least, most, out var from)
            || !PageToken.Number(untilText, from, most, out var until)
            || !PageToken.Number(pageText, 1, MostPages, out var page)
            || !PageToken.Number(sizeText, page > 1 ? 1 : 0, FenicioOrderList.MaxPageSize, out var size)
            || !PageToken.Number(stretchText, -1, int.MaxValue, out var stretchTotal)
            || !PageToken.Number(markText, 0, uint.MaxValue, out var mark)
            || !PageToken.Number(totalText, -1, int.MaxValue, out var total))
            throw StoreProblems.PageTokenInvalid();
        return new FenicioCursor(new Stretch(from, until), (int)page, (int)size, (int)stretchTotal, (uint)mark, (int)total);
    }
}
