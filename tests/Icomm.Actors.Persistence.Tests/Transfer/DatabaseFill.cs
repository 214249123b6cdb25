using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Icomm.Actors.Persistence.Transfer;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Transfer;

/// <summary>Puts something into every table there is, by the catalogue: what the columns allow, and rather what is odd.</summary>
internal static class DatabaseFill
{
    private static readonly string[] OddTexts =
        ["", " ", "ñandú Ωμέγα 日本", "\U0001F6D2\U0001F469\u200D\U0001F680", "\"\\/\b\f\n\r\t", "<script>&'", "\u0001\u001F\u007F", "\uFEFF\uFFFD\uFFFF", "{\"a\":[1,null]}", "e\u0301é"];

    /// <param name="shape">The tables as PostgreSQL has them, whose numbers may be smaller; none, to fill whatever SQLite takes.</param>
    public static async Task FillAsync(SqliteFixture store, int seed, int rows, IReadOnlyCollection<TransferTable>? shape = null)
    {
        var random = new Random(seed);
        var dialect = store.Services.GetRequiredService<ITransferDialect>();
        await store.Database.WriteAsync(session => Fill(session, dialect, random, rows, shape ?? []), default);
        for (var upload = 0; upload < 3; upload++)
        {
            var key = new ImportKey("acme", $"shop{upload % 2}", $"import{upload}");
            await using var receipt = await store.Staging.ReceiveAsync(key, default);
            await receipt.AddAsync([.. Enumerable.Range(2, rows).Select(line => new StagedRow(line, $"order {line % 7} {Plain(random)}", Plain(random)))]);
            await receipt.CompleteAsync();
            await store.Report.AddAsync(key with { ImportId = $"report{upload}" }, [.. Enumerable.Range(2, rows).Select(line => new ImportRejection(line, random.Next(2) == 0 ? null : Plain(random), "code", Plain(random)))], default);
        }

        // Something for the keys to open.
        store.Services.GetRequiredService<ISecretProtector>().Protect("acme", "shop", new Dictionary<string, string> { ["password"] = "secret" });
    }

    /// <summary>A text that either database holds.</summary>
    public static string Text(Random random) => random.Next(4) switch
    {
        0 => OddTexts[random.Next(OddTexts.Length)],
        1 => new string('x', random.Next(3_000)) + OddTexts[random.Next(OddTexts.Length)],
        _ => $"{random.Next(1_000)}{OddTexts[random.Next(OddTexts.Length)]}",
    };

    private static string Plain(Random random) => $"{random.Next(1_000)} {Text(random)}";

    private static int Fill(SqliteSession session, ITransferDialect dialect, Random random, int rows, IReadOnlyCollection<TransferTable> shape)
    {
        var written = 0;
        foreach (var table in dialect.TableNames(session).Where(TransferTable.Moves))
        {
            var columns = Columns(session, table);
            var widths = shape.FirstOrDefault(each => each.Name == table)?.Columns.ToDictionary(column => column.Name, column => column.Width) ?? [];
            var insert = session.Statement($"INSERT OR IGNORE INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", columns.Select((_, index) => $"?{index + 1}"))})");
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < columns.Count; i++)
                    Bind(insert, i + 1, columns[i], SqliteTransfer.IsRaw(table, columns[i].Name), widths.GetValueOrDefault(columns[i].Name, sizeof(long)), random);
                written += insert.Execute();
            }
        }

        return written;
    }

    private static void Bind(SqlStatement insert, int parameter, Column column, bool isRaw, int width, Random random)
    {
        if (!column.IsNeeded && random.Next(3) == 0)
            insert.Bind(parameter, (long?)null);
        else if (column.Type == "INTEGER")
            insert.Bind(parameter, column.IsKey ? random.NextInt64(1, 1L << 40) : Number(random, width));
        else if (column.Type == "TEXT")
            insert.Bind(parameter, isRaw && random.Next(2) == 0 ? "raw \0 record " + Text(random) : Text(random));
        else
            insert.Bind(parameter, Bytes(random));
    }

    private static long Number(Random random, int width) => random.Next(5) switch
    {
        0 => 0,
        1 => long.MaxValue >> (64 - 8 * width),
        2 => long.MinValue >> (64 - 8 * width),
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> (64 - 8 * width),
    };

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(3) == 0 ? 0 : random.Next(2_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static List<Column> Columns(SqliteSession session, string table)
    {
        using var select = session.Prepare("SELECT name, type, \"notnull\" = 1 OR pk > 0, pk > 0 FROM pragma_table_info(?1)").Bind(1, table);
        var columns = new List<Column>();
        while (select.Step())
            columns.Add(new Column(select.GetText(0), select.GetText(1), select.GetBoolean(2), select.GetBoolean(3) || select.GetText(0).EndsWith("_key", StringComparison.Ordinal)));
        return columns;
    }

    /// <param name="IsKey">Of this table or another: a number that was counted up.</param>
    private sealed record Column(string Name, string Type, bool IsNeeded, bool IsKey);
}
