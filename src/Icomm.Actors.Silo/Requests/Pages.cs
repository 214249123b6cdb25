namespace Icomm.Actors.Silo.Requests;

/// <summary>Pages of lists that are so short that all of their rows are read: an account's integrations and databases, a database's publications. Ids sort by time.</summary>
internal static class Pages
{
    public const int Most = 1_000;

    /// <summary>Those after the cursor in the order of their ids, and the cursor of the page after them; null for the last.</summary>
    public static (T[] Items, string? Next) ById<T>(IEnumerable<T> rows, Func<T, string> idOf, string? cursor, int limit)
    {
        var page = rows.Where(row => cursor is null || string.CompareOrdinal(idOf(row), cursor) > 0).OrderBy(idOf, StringComparer.Ordinal).Take(limit + 1).ToArray();
        return page.Length > limit ? (page[..limit], idOf(page[limit - 1])) : (page, null);
    }
}
