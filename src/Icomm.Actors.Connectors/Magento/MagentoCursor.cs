using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Where reading a window goes on. Pages are not counted: a record that changes while we read leaves the window, and every page number behind it would slip by one.
/// Instead each request starts at the last record read.
/// </summary>
/// <param name="Walk">How the next request is asked.</param>
/// <param name="After">The last record read: the next request starts in its second. An id below zero: nothing of that second has been read.</param>
/// <param name="Page">1-based; above 1 only where a whole page had no readable key to go on from.</param>
/// <param name="PageSize">The size that <paramref name="Page"/> counts in; 0 where the page is 1.</param>
/// <param name="Total">What the store said the window holds when its first page was read.</param>
internal sealed record MagentoCursor(MagentoWalk Walk, RecordKey After, int Page, int PageSize, int? Total)
{
    private const string Version = "m1";

    public static MagentoCursor Start(long fromSecond) => new(MagentoWalk.Window, new RecordKey(fromSecond, -1), 1, 0, null);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}.{(Walk == MagentoWalk.Window ? 'w' : 's')}.{After.Second}.{After.Id}.{Page}.{PageSize}.{Total ?? -1}");

    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static MagentoCursor Parse(string token, long fromSecond, long untilSecond)
    {
        var parts = token.Split('.');
        if (parts is not [Version, "w" or "s", _, _, _, _, _]
            || !PageToken.Number(parts[2], fromSecond, untilSecond, out var second)
            || !PageToken.Number(parts[3], -1, long.MaxValue, out var id)
            || !PageToken.Number(parts[4], 1, int.MaxValue, out var page)
            || !PageToken.Number(parts[5], page > 1 ? 1 : 0, MagentoSettings.MaxPageSize, out var size)
            || !PageToken.Number(parts[6], -1, int.MaxValue, out var total))
            throw StoreProblems.PageTokenInvalid();
        return new MagentoCursor(parts[1] == "w" ? MagentoWalk.Window : MagentoWalk.Second, new RecordKey(second, id), (int)page, (int)size, total < 0 ? null : (int)total);
    }
}

/// <summary>The two ways to ask for the next page.</summary>
internal enum MagentoWalk
{
    /// <summary>Everything from the cursor's second on, by change and id; what was already read of that second is skipped.</summary>
    Window,

    /// <summary>The rest of the cursor's second alone, by id: for mass updates that put more records into one second than a page holds.</summary>
    Second,
}
