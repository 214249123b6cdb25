using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Decides where to go on after a page: the rules of keyset paging, without any I/O.</summary>
internal static class MagentoKeyset
{
    /// <param name="cursor">What the page was asked with.</param>
    /// <param name="untilSecond">The window's last second.</param>
    /// <param name="pageSize">Records asked for.</param>
    /// <param name="keys">Keys of the page's records, in the order they came, as far as they could be read.</param>
    /// <param name="count">Records that came.</param>
    /// <param name="total">Records the store says the question has.</param>
    /// <returns>Null when the window has been read to its end.</returns>
    /// <exception cref="StoreException">The page contradicts the question (<c>answer_unexpected</c>): going on would lose records silently.</exception>
    public static MagentoCursor? Next(MagentoCursor cursor, long untilSecond, int pageSize, IReadOnlyList<RecordKey> keys, int count, int total)
    {
        if (IsLast(cursor, pageSize, count, total))
            return cursor.Walk == MagentoWalk.Window ? null : AfterSecond(cursor, untilSecond);
        if (count == 0)
            throw StoreProblems.AnswerUnexpected("it says that records follow, and sends none");
        if (Furthest(cursor, untilSecond, keys) is not { } last)
            return cursor with { Page = cursor.Page + 1, PageSize = pageSize };
        if (last.CompareTo(cursor.After) <= 0)
            return Stuck(cursor, last, pageSize);

        // The next request begins with the last record's second. If all of this page lies in it, that request would bring this page again.
        var isOneSecond = cursor.Walk == MagentoWalk.Second || keys.All(key => key.Second == last.Second || !Inside(key, cursor, untilSecond));
        return cursor with { Walk = isOneSecond ? MagentoWalk.Second : MagentoWalk.Window, After = last, Page = 1, PageSize = 0 };
    }

    /// <summary>
    /// A page that is not full ends the walk, if the count agrees. A full first page never does, even where the count says so: the store counts after it reads,
    /// and a record that left in between would hide the last one. Further pages are trusted to the count alone, because old Magentos repeat the last page for ever.
    /// </summary>
    private static bool IsLast(MagentoCursor cursor, int pageSize, int count, int total) => cursor.Page == 1
        ? count < pageSize && count >= total
        : (long)(cursor.Page - 1) * pageSize + count >= total;

    private static MagentoCursor? AfterSecond(MagentoCursor cursor, long untilSecond) => cursor.After.Second >= untilSecond
        ? null
        : cursor with { Walk = MagentoWalk.Window, After = new RecordKey(cursor.After.Second + 1, -1), Page = 1, PageSize = 0 };

    private static MagentoCursor Stuck(MagentoCursor cursor, RecordKey last, int pageSize)
    {
        if (cursor.Walk == MagentoWalk.Second)
            throw StoreProblems.AnswerUnexpected("the same page came again");
        return cursor.Page == 1 && last.Second == cursor.After.Second
            ? cursor with { Walk = MagentoWalk.Second, Page = 1, PageSize = 0 }
            : cursor with { Page = cursor.Page + 1, PageSize = pageSize };
    }

    private static RecordKey? Furthest(MagentoCursor cursor, long untilSecond, IReadOnlyList<RecordKey> keys)
    {
        RecordKey? last = null;
        foreach (var key in keys)
        {
            // Changed between the store's own two readings: it comes again with the next window, and says nothing of where we are.
            if (key.Second > untilSecond)
                continue;
            if (!Inside(key, cursor, untilSecond))
                throw StoreProblems.AnswerUnexpected("it holds records outside the time asked for");
            if (last is { } before && key.CompareTo(before) < 0)
                throw StoreProblems.AnswerUnexpected("its records are not in the order asked for");
            last = key;
        }

        return last;
    }

    private static bool Inside(RecordKey key, MagentoCursor cursor, long untilSecond) =>
        key.Second >= cursor.After.Second && key.Second <= (cursor.Walk == MagentoWalk.Second ? cursor.After.Second : untilSecond);
}
