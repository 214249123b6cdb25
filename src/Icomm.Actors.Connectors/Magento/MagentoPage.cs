using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>One answer of a list, as it came.</summary>
internal sealed class MagentoPage<T>
{
    public List<(T Record, RecordKey Key)> Records { get; } = [];

    /// <summary>The key is null when it couldn't be read either.</summary>
    public List<(UnreadableRecord Record, RecordKey? Key)> Unreadable { get; } = [];

    /// <summary>Keys in the order of the answer, also of unreadable records as far as their key could be read.</summary>
    public List<RecordKey> Keys { get; } = [];

    /// <summary>Records in the answer, readable or not.</summary>
    public int Count => Records.Count + Unreadable.Count;

    public int Total { get; set; }
}

/// <summary>Reads <c>{items, total_count}</c>. A record that can't be read is set aside; an answer that is not a list is refused as a whole.</summary>
internal static class MagentoPageReader
{
    /// <exception cref="JsonException">The answer is not JSON, or not to its end.</exception>
    /// <exception cref="StoreException">The answer is no list (<c>answer_unexpected</c>).</exception>
    public static MagentoPage<T> Read<T>(ReadOnlySpan<byte> json, MagentoRecordDecoder<T> decoder)
    {
        var page = new MagentoPage<T>();
        var reader = new Utf8JsonReader(json);
        var hasItems = false;
        int? total = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw StoreProblems.AnswerUnexpected("it is no list");
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            if (name.SequenceEqual("items"u8))
            {
                hasItems = reader.TokenType == JsonTokenType.StartArray;
                if (hasItems)
                    ReadItems(ref reader, json, decoder, page);
                else
                    reader.Skip();
            }
            else if (name.SequenceEqual("total_count"u8))
            {
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0)
                    total = number;
                else
                    reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        while (reader.Read())
        {
            // Runs into whatever follows the list, which is an error of the JSON.
        }

        page.Total = total ?? throw StoreProblems.AnswerUnexpected("it has no total_count");
        return hasItems || total == 0 ? page : throw StoreProblems.AnswerUnexpected("it has no items");
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, MagentoRecordDecoder<T> decoder, MagentoPage<T> page)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = reader;
            try
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw new RecordException("json_invalid", "the record is not an object");
                var record = decoder.Decode(ref reader, out var key);
                page.Records.Add((record, key));
                page.Keys.Add(key);
            }
            catch (RecordException unreadable)
            {
                reader = SetAside(start, json, decoder.IdProperty, unreadable.Code, unreadable.Message, page);
            }
            catch (InvalidOperationException)
            {
                // The reader's way to say that a string is not valid UTF-8, or that its escapes make no text.
                reader = SetAside(start, json, decoder.IdProperty, "json_invalid", "a text of the record is not valid Unicode", page);
            }
        }
    }

    /// <returns>The reader at the record's end.</returns>
    private static Utf8JsonReader SetAside<T>(
        Utf8JsonReader start, ReadOnlySpan<byte> json, ReadOnlySpan<byte> idProperty, string code, string reason, MagentoPage<T> page)
    {
        var (second, id) = ScanKey(start, idProperty);
        var end = start;
        end.Skip();
        var raw = json[(int)start.TokenStartIndex..(int)end.BytesConsumed];
        var record = new UnreadableRecord(
            id?.ToString(CultureInfo.InvariantCulture), code, reason, RecordRaw.Of(raw));
        RecordKey? key = second is { } known && id is { } number ? new RecordKey(known, number) : null;
        page.Unreadable.Add((record, key));
        if (key is { } found)
            page.Keys.Add(found);
        return end;
    }

    /// <summary>Finds a record's key, whatever else is wrong with it.</summary>
    private static (long? Second, long? Id) ScanKey(Utf8JsonReader reader, ReadOnlySpan<byte> idProperty)
    {
        long? second = null;
        long? id = null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return (second, id);
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            if (name.SequenceEqual("updated_at"u8) && reader.TokenType == JsonTokenType.String && MagentoJson.TryInstant(reader.ValueSpan, out var instant))
                second = instant.ToUnixTimeSeconds();
            try
            {
                if (name.SequenceEqual(idProperty))
                    id = MagentoJson.Id(ref reader, "id", "id_missing");
            }
            catch (RecordException)
            {
                // No id then.
            }

            reader.Skip();
        }

        return (second, id);
    }
}
