using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Icomm.Actors.Persistence.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>A statement on a connection of Npgsql, which prepares by itself what comes often. Its numbered parameters are PostgreSQL's positional ones.</summary>
/// <param name="isOneOfFew">Whether the text comes again and again. What is made for a query is not remembered: there is no end of those.</param>
internal sealed partial class PostgresStatement(NpgsqlConnection connection, string sql, bool isOneOfFew) : SqlStatement
{
    private static readonly ConcurrentDictionary<string, string> Positional = new(StringComparer.Ordinal);

    private readonly NpgsqlCommand _command = new(isOneOfFew ? Positional.GetOrAdd(sql, ToPositional) : ToPositional(sql), connection);
    private NpgsqlDataReader? _reader;

    public override PostgresStatement Bind(int parameter, long value) => Set(parameter, new NpgsqlParameter<long> { TypedValue = value });

    public override PostgresStatement Bind(int parameter, long? value) => Set(parameter, Of(NpgsqlDbType.Bigint, value));

    public override PostgresStatement Bind(int parameter, string? value) => Set(parameter, Of(NpgsqlDbType.Text, PostgresText.Of(value)));

    public override PostgresStatement Bind(int parameter, ReadOnlySpan<byte> blob) => Set(parameter, Of(NpgsqlDbType.Bytea, blob.ToArray()));

    /// <summary>As bytes: text of PostgreSQL has no character 0.</summary>
    public override PostgresStatement BindUtf8(int parameter, ReadOnlySpan<byte> text) => Bind(parameter, text);

    public override PostgresStatement BindBlobOrNull(int parameter, byte[]? blob) => Set(parameter, Of(NpgsqlDbType.Bytea, blob));

    public override PostgresStatement Bind(int parameter, IReadOnlyCollection<long> keys) => Set(parameter, Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, keys.ToArray()));

    public override PostgresStatement Bind(int parameter, IReadOnlyCollection<string> texts) =>
        Set(parameter, Of(NpgsqlDbType.Array | NpgsqlDbType.Text, texts.Select(PostgresText.Of).ToArray()));

    public override int Execute() => _command.ExecuteNonQuery();

    public override bool Step()
    {
        _reader ??= _command.ExecuteReader();
        return _reader.Read();
    }

    public override long GetInt64(int column) => IsNull(column) ? 0 : _reader!.GetInt64(column);

    public override int GetInt32(int column) => IsNull(column) ? 0 : _reader!.GetInt32(column);

    public override bool GetBoolean(int column) => !IsNull(column) && _reader!.GetBoolean(column);

    public override bool IsNull(int column) => _reader!.IsDBNull(column);

    public override string GetText(int column) => IsNull(column) ? "" : _reader!.GetString(column);

    public override ReadOnlySpan<byte> GetUtf8(int column) => GetBlob(column); // of text as well, by Npgsql

    public override byte[] GetBlob(int column) => IsNull(column) ? [] : _reader!.GetFieldValue<byte[]>(column);

    public override void Reset()
    {
        _reader?.Dispose();
        _reader = null;
    }

    protected override void Dispose(bool disposing)
    {
        Reset();
        _command.Dispose();
    }

    private static string ToPositional(string sql) => NumberedParameter().Replace(sql, "$$$1");

    private static NpgsqlParameter Of(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private PostgresStatement Set(int parameter, NpgsqlParameter value)
    {
        var parameters = _command.Parameters;
        while (parameters.Count < parameter)
            parameters.Add(new NpgsqlParameter());
        parameters[parameter - 1] = value;
        return this;
    }

    [GeneratedRegex(@"\?(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedParameter();
}
