using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Where reading the list of orders goes on. The list is cut by the instant of creation, which never changes, into stretches short enough for VTEX's thirty pages; a stretch is
/// read page by page in the order of the ids.
/// </summary>
/// <param name="From">First millisecond of the stretch (Unix, UTC).</param>
/// <param name="Until">Last millisecond of the stretch: it belongs to it.</param>
/// <param name="Page">1-based; the page to ask for next.</param>
/// <param name="PageSize">The size that <paramref name="Page"/> counts in; 0 where the page is 1.</param>
/// <param name="StretchTotal">What the list said the stretch holds when its first page was read; -1 before.</param>
/// <param name="Total">What the list said everything holds; -1 before it was asked.</param>
internal sealed record VtexOrderCursor(long From, long Until, int Page, int PageSize, int StretchTotal, int Total)
{
    /// <summary>Filters that give more pages than this are refused (facts §3.1).</summary>
    public const int MostPages = 30;

    private const string Version = "v1";
    private const int LongestGrowth = 8;

    /// <summary>Stretches are made for fewer than fit, so that their neighbours, which hold more, seldom have to be cut again.</summary>
    private const double Filling = 0.7;

    public static VtexOrderCursor Start(long from, long until) => new(from, until, 1, 0, -1, -1);

    /// <summary>The next page of the stretch.</summary>
    public VtexOrderCursor NextPage(int pageSize, int stretchTotal) => this with { Page = Page + 1, PageSize = pageSize, StretchTotal = stretchTotal };

    /// <summary>The stretch again from its first page.</summary>
    public VtexOrderCursor Again() => this with { Page = 1, PageSize = 0, StretchTotal = -1 };

    /// <summary>The beginning of a stretch that holds more orders than can be listed: at most half of it, less where it is crowded.</summary>
    /// <param name="found">How many orders the stretch holds.</param>
    /// <param name="most">How many can be listed.</param>
    /// <returns>Null when a single millisecond can't be cut.</returns>
    public VtexOrderCursor? Shorter(int found, int most)
    {
        var length = Until - From + 1;
        if (length <= 1)
            return null;
        var wanted = (long)(length * (Filling * most / found));
        return Again() with { Until = From + Math.Clamp(wanted, 1, length / 2) - 1 };
    }

    /// <summary>The stretch that follows, about as long as will hold what can be listed.</summary>
    /// <param name="until">Where all ends.</param>
    /// <returns>Null after the last one.</returns>
    public VtexOrderCursor? Following(long until, int found, int most)
    {
        if (Until >= until)
            return null;
        var growth = found == 0 ? LongestGrowth : Math.Clamp(Filling * most / found, 0.5, LongestGrowth);
        var length = Math.Min(until - Until, Math.Max(1, (long)((Until - From + 1) * growth)));
        return Again() with { From = Until + 1, Until = Until + length };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{From}.{Until}.{Page}.{PageSize}.{StretchTotal}.{Total}");

    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static VtexOrderCursor Parse(string token, long least, long most)
    {
        var parts = token.Split('.');
        if (parts is not [Version, _, _, _, _, _, _]
            || !Number(parts[1], least, most, out var from)
            || !Number(parts[2], from, most, out var until)
            || !Number(parts[3], 1, MostPages, out var page)
            || !Number(parts[4], page > 1 ? 1 : 0, VtexOrderList.MaxPageSize, out var size)
            || !Number(parts[5], -1, int.MaxValue, out var stretchTotal)
            || !Number(parts[6], -1, int.MaxValue, out var total))
            throw TokenInvalid();
        return new VtexOrderCursor(from, until, (int)page, (int)size, (int)stretchTotal, (int)total);
    }

    public static StoreException TokenInvalid() => StoreProblems.PageTokenInvalid();

    private static bool Number(string text, long least, long most, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
