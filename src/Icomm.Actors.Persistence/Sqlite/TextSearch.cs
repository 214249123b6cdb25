using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// The SQL function <c>icomm_contains(text, column, …)</c>: whether the columns, joined by a space, contain a text, letter case aside. SQLite's own LIKE and upper() know the cases of ASCII only.
/// Over a million rows it takes 0.9 s of one core; a column with the folded text would take 0.4 s, and keep the personal data of every row twice.
/// </summary>
internal static class TextSearch
{
    public const string Function = "icomm_contains";

    public static void Register(SqliteConnection connection)
    {
        var result = raw.sqlite3_create_function(connection.Handle, Function, -1, raw.SQLITE_DETERMINISTIC, null, Contains);
        if (result != raw.SQLITE_OK)
            throw SqliteErrors.Last(connection.Handle!);
    }

    // Must not throw: SQLite is below.
    private static void Contains(sqlite3_context context, object state, sqlite3_value[] arguments)
    {
        var length = 0;
        foreach (var argument in arguments)
            length += raw.sqlite3_value_bytes(argument) + 1;
        const int OnStack = 512;
        var rented = length > OnStack ? ArrayPool<char>.Shared.Rent(length) : null;
        var text = rented is null ? stackalloc char[OnStack] : rented.AsSpan();
        var wanted = Encoding.UTF8.GetChars(raw.sqlite3_value_blob(arguments[0]), text);
        var (end, isThere) = (wanted, false);
        for (var i = 1; i < arguments.Length; i++)
        {
            isThere |= raw.sqlite3_value_type(arguments[i]) != raw.SQLITE_NULL;
            if (i > 1)
                text[end++] = ' ';
            end += Encoding.UTF8.GetChars(raw.sqlite3_value_blob(arguments[i]), text[end..]);
        }

        var contains = isThere && ((ReadOnlySpan<char>)text[wanted..end]).Contains(text[..wanted], StringComparison.OrdinalIgnoreCase);
        raw.sqlite3_result_int(context, contains ? 1 : 0);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
    }
}
