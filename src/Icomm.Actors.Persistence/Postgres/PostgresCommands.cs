using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Commands over whole columns: an array a parameter (<c>$1</c>), from which <c>unnest</c> makes rows.</summary>
internal static class PostgresCommands
{
    public static NpgsqlCommand Of(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        Add(command.Parameters, parameters);
        return command;
    }

    /// <summary>One more command of the batch.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, parameters);
        batch.BatchCommands.Add(command);
    }

    public static int Execute(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = Of(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = Of(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary><c>$first, $first+1, …</c>: so many parameters.</summary>
    public static string Parameters(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(number => $"${number}"));

    /// <summary>One column of rows.</summary>
    public static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return column;
    }

    private static void Add(NpgsqlParameterCollection collection, ReadOnlySpan<object> parameters)
    {
        foreach (var parameter in parameters)
            collection.Add(new NpgsqlParameter { Value = parameter });
    }
}
