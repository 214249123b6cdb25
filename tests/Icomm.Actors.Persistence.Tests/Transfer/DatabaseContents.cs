using System.Globalization;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Tests.Transfer;

/// <summary>All that a data folder of SQLite holds, read without any of the code that moves it: a line a row.</summary>
internal static class DatabaseContents
{
    private static readonly string[] NotMoved = ["schema_version", "reminders", "sqlite_sequence"];

    /// <returns>By table, and by file of an upload.</returns>
    public static async Task<SortedDictionary<string, List<string>>> ReadAsync(SqliteFixture store)
    {
        var contents = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        await store.Database.QueryAsync(
            connection =>
            {
                foreach (var table in Tables(connection).Except(NotMoved))
                    contents[table] = Rows(connection, table);
                return true;
            },
            default);
        foreach (var file in Directory.EnumerateFiles(store.Database.Folder.ImportsFolder))
        {
            using var connection = SqliteDialect.OpenReader(file, pooling: false, store.Database.Options);
            contents[Path.GetFileName(file)] = Rows(connection, file.EndsWith(".rows", StringComparison.Ordinal) ? "rows" : "rejections");
        }

        return contents;
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }

    private static List<string> Rows(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={Value(reader.GetValue(i))}").Order(StringComparer.Ordinal)));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Value(object value) => value switch
    {
        DBNull => "NULL",
        byte[] bytes => "x" + Convert.ToHexString(bytes),
        string text => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
