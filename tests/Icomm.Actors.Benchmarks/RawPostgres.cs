using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Icomm.Actors.Benchmarks;

/// <summary>
/// The limits that a cluster is measured against, a process of its own: the very rows that the grains would write, into the product's own table of an empty database, once by batched upserts, a page
/// a transaction, several pages at a time as several integrations would, and once each by itself. Nothing is computed while the clock runs.
/// </summary>
internal static class RawPostgres
{
    public const string Verb = "raw-postgres";

    /// <summary>Names the database, as the product's own setting does.</summary>
    public const string Variable = "Persistence__ConnectionString";

    private const string Target = "INSERT INTO profiles (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)";

    private const string OnConflict = """
        ON CONFLICT (database_key, profile_id) DO UPDATE SET version = excluded.version, order_count = excluded.order_count, purchase_count = excluded.purchase_count,
            first_purchase_at = excluded.first_purchase_at, last_purchase_at = excluded.last_purchase_at, email = excluded.email, first_name = excluded.first_name,
            last_name = excluded.last_name, state = excluded.state
        WHERE profiles.version = excluded.version - 1
        """;

    private const string Batch = $"{Target} SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) {OnConflict}";

    private const string Single = $"{Target} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) {OnConflict}";

    /// <summary>Of the writes that are made one by one.</summary>
    private const int Callers = 64;

    /// <summary>Of the batches; the best one counts, as it does of what it is compared with.</summary>
    private const int Rounds = 3;

    private const int FirstDatabase = 1_000;

    /// <summary>Prints rows a second of both ways.</summary>
    /// <param name="orders">Of each shop.</param>
    /// <param name="shops">Whose pages are written beside each other.</param>
    public static async Task<int> MeasureAsync(string orders, string shops)
    {
        var pages = RawUpserts.RowsOf(PreparedPages.Of(int.Parse(orders, CultureInfo.InvariantCulture)));
        var side = int.Parse(shops, CultureInfo.InvariantCulture);
        var connectionString = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(Variable)) { MaxAutoPrepare = 10, MaxPoolSize = Callers, Pooling = true };
        await using var source = NpgsqlDataSource.Create(connectionString);
        var rows = pages.Sum(page => page.Length) * side;
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var first = FirstDatabase + round * side;
            var taken = await TimeAsync(Enumerable.Range(first, side).Select(database => WritePagesAsync(source, database, pages)));
            best = taken < best ? taken : best;
        }

        Print("batched", rows, best);

        // A page's rows are of different customers, and a customer's versions come in order.
        var few = pages[..Math.Max(1, pages.Length / 10)];
        Print("single", few.Sum(page => page.Length), await TimeAsync([WriteSinglyAsync(source, FirstDatabase - 1, few)]));
        return 0;
    }

    private static void Print(string way, int rows, TimeSpan taken) => Console.WriteLine(FormattableString.Invariant($"{way}={rows / taken.TotalSeconds:0}"));

    private static async Task<TimeSpan> TimeAsync(IEnumerable<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task WritePagesAsync(NpgsqlDataSource source, long database, ImmutableArray<ImmutableArray<RawRow>> pages)
    {
        await using var connection = await source.OpenConnectionAsync();
        foreach (var page in pages)
        {
            await using var command = new NpgsqlCommand(Batch, connection);
            foreach (var column in ColumnsOf(database, page))
                command.Parameters.Add(new NpgsqlParameter { Value = column });
            Check(await command.ExecuteNonQueryAsync(), page.Length);
        }
    }

    private static async Task WriteSinglyAsync(NpgsqlDataSource source, long database, ImmutableArray<ImmutableArray<RawRow>> pages)
    {
        foreach (var page in pages)
        {
            await Parallel.ForEachAsync(page, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (row, cancellationToken) =>
            {
                await using var command = source.CreateCommand(Single);
                foreach (var column in ColumnsOf(database, [row]))
                    command.Parameters.Add(new NpgsqlParameter { Value = column.GetValue(0) });
                Check(await command.ExecuteNonQueryAsync(cancellationToken), 1);
            });
        }
    }

    private static Array[] ColumnsOf(long database, ImmutableArray<RawRow> rows) =>
    [
        Column(rows, _ => database),
        Column(rows, row => row.Id),
        Column(rows, row => row.Version),
        Column(rows, row => (long)row.Summary.OrderCount),
        Column(rows, row => (long)row.Summary.PurchaseCount),
        Column(rows, row => row.Summary.FirstPurchaseAt!.Value.ToUnixTimeMilliseconds()),
        Column(rows, row => row.Summary.LastPurchaseAt!.Value.ToUnixTimeMilliseconds()),
        Column(rows, row => row.Summary.Email!),
        Column(rows, row => row.Summary.FirstName!),
        Column(rows, row => row.Summary.LastName!),
        Column(rows, row => row.State),
    ];

    private static T[] Column<T>(ImmutableArray<RawRow> rows, Func<RawRow, T> of) => [.. rows.Select(of)];

    private static void Check(int written, int wanted)
    {
        if (written != wanted)
            throw new InvalidOperationException($"{written} rows were written in place of {wanted}.");
    }
}
