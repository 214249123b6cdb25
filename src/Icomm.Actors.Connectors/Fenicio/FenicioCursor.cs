using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Where reading the orders goes on. The days of a window are cut into stretches that fit into one page each, since pages shift while orders come in and days don't; only a single day
/// that holds more than a page is read page by page.
/// </summary>
/// <param name="From">First day of the stretch (<see cref="DateOnly.DayNumber"/>, in the shop's zone).</param>
/// <param name="Until">Last day of the stretch: it belongs to it.</param>
/// <param name="Page">1-based; the page to ask for next.</param>
/// <param name="PageSize">The size that <paramref name="Page"/> counts in; 0 where the page is 1.</param>
/// <param name="StretchTotal">What the list said the stretch holds when the page before was read; -1 before.</param>
/// <param name="Mark">The page before, see <see cref="FenicioOrderList.Mark"/>; 0 before.</param>
/// <param name="Total">What the list said everything holds; -1 before it was asked.</param>
internal sealed record FenicioCursor(int From, int Until, int Page, int PageSize, int StretchTotal, uint Mark, int Total)
{
    private const string Version = "f1";
    private const int LongestGrowth = 8;
    private const int MostPages = 1_000_000;

    /// <summary>Stretches are made for fewer than fit, so that their neighbours, which hold more, seldom have to be cut again.</summary>
    private const double Filling = 0.7;

    public static FenicioCursor Start(int from, int until) => new(from, until, 1, 0, -1, 0, -1);

    public FenicioCursor NextPage(int pageSize, int stretchTotal, uint mark) => this with { Page = Page + 1, PageSize = pageSize, StretchTotal = stretchTotal, Mark = mark };

    /// <summary>The stretch again from its first page.</summary>
    public FenicioCursor Again() => this with { Page = 1, PageSize = 0, StretchTotal = -1, Mark = 0 };

    /// <summary>The beginning of a stretch of several days that holds more orders than fit into a page: at most half of it, less where it is crowded.</summary>
    public FenicioCursor Shorter(int found, int pageSize)
    {
        var length = Until - From + 1;
        var wanted = (int)(length * (Filling * pageSize / found));
        return Again() with { Until = From + Math.Clamp(wanted, 1, length / 2) - 1 };
    }

    /// <summary>The stretch that follows, about as long as will fit into a page.</summary>
    /// <param name="until">The last day of all.</param>
    /// <returns>Null after the last one.</returns>
    public FenicioCursor? Following(int until, int found, int pageSize)
    {
        if (Until >= until)
            return null;
        var growth = found == 0 ? LongestGrowth : Math.Clamp(Filling * pageSize / found, 0.5, LongestGrowth);
        var length = Math.Clamp((long)((Until - From + 1) * growth), 1, until - Until);
        return Again() with { From = Until + 1, Until = Until + (int)length };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{From}.{Until}.{Page}.{PageSize}.{StretchTotal}.{Mark}.{Total}");

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
        return new FenicioCursor((int)from, (int)until, (int)page, (int)size, (int)stretchTotal, (uint)mark, (int)total);
    }
}
