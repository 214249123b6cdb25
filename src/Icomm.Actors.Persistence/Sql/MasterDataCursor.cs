using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// Where a page of the master data ended: the sort value and key of its last row, and a digest of the query that they mean something to. Cursors travel in URLs, which are logged, so a value that
/// tells who somebody is stays out and is looked up by the key.
/// </summary>
/// <param name="Value">Null, a long or a string.</param>
/// <param name="IsLookedUp">The value is the row's, as it is now.</param>
internal readonly record struct MasterDataCursor(long Key, object? Value, bool IsLookedUp)
{
    private const int DigestBytes = 8;
    private const int ValueAt = DigestBytes + sizeof(long) + 1;
    private const int MostCharacters = 4_000;

    private const byte None = 0;
    private const byte Number = 1;
    private const byte Text = 2;
    private const byte LookedUp = 3;

    public string Encode(string account, string databaseId, MasterDataQuery query)
    {
        var text = !IsLookedUp && Value is string value ? Encoding.UTF8.GetBytes(value) : [];
        var bytes = new byte[ValueAt + (!IsLookedUp && Value is long ? sizeof(long) : text.Length)];
        Digest(account, databaseId, query).CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(DigestBytes), Key);
        bytes[ValueAt - 1] = IsLookedUp ? LookedUp : Value switch { null => None, long => Number, _ => Text };
        if (!IsLookedUp && Value is long number)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ValueAt), number);
        else
            text.CopyTo(bytes, ValueAt);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="PersistenceException"><see cref="PersistenceErrors.CursorInvalid"/>.</exception>
    public static MasterDataCursor Decode(string cursor, string account, string databaseId, MasterDataQuery query)
    {
        if (cursor.Length > MostCharacters || !Base64Url.IsValid(cursor))
            throw Invalid();
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < ValueAt || !bytes.AsSpan(0, DigestBytes).SequenceEqual(Digest(account, databaseId, query)))
            throw Invalid();
        var key = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(DigestBytes));
        var value = bytes.AsSpan(ValueAt);
        return bytes[ValueAt - 1] switch
        {
            None when value.IsEmpty => new MasterDataCursor(key, null, false),
            Number when value.Length == sizeof(long) => new MasterDataCursor(key, BinaryPrimitives.ReadInt64LittleEndian(value), false),
            Text => new MasterDataCursor(key, Encoding.UTF8.GetString(value), false),
            LookedUp when value.IsEmpty => new MasterDataCursor(key, null, true),
            _ => throw Invalid(),
        };
    }

    public static PersistenceException Invalid() => new(PersistenceErrors.CursorInvalid, "The cursor doesn't belong to this query: begin again without one.");

    private static byte[] Digest(string account, string databaseId, MasterDataQuery query)
    {
        var text = new StringBuilder();
        Append(account);
        Append(databaseId);
        Append(query.Sort?.ToString());
        Append(query.IsDescending);
        foreach (var condition in query.Conditions)
        {
            Append(condition.Field);
            Append(condition.Operator);
            foreach (var value in condition.Values)
                Append(value);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))[..DigestBytes];

        void Append(object? part) => text.Append(part is null ? 'n' : part is string ? 's' : 'v').Append(part).Append('\u001f');
    }
}
