using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>One answer of a list, <c>{data, nextCursor, total}</c>, as it came.</summary>
/// <param name="Outside">How many of the records were last changed outside the window asked for.</param>
/// <param name="NextCursor">Null on the last page.</param>
/// <param name="Total">What the site says that the window holds; null when it doesn't say.</param>
internal sealed record HermesPage<T>(ImmutableArray<T> Records, ImmutableArray<UnreadableRecord> Unreadable, int Outside, string? NextCursor, int? Total)
{
    /// <summary>Records of the answer, readable or not, each once.</summary>
    public int Count => Records.Length + Unreadable.Length;
}

/// <summary>Reads a list. A record that can't be read is set aside; an answer that is not the contract's is refused as a whole.</summary>
internal static class HermesPageReader
{
    /// <exception cref="JsonException">The answer is not JSON, or not to its end.</exception>
    /// <exception cref="StoreException">The answer is no page (<c>answer_unexpected</c>).</exception>
    public static HermesPage<T> Read<T>(ReadOnlySpan<byte> json, TimeInterval window, Func<JsonElement, T> decode)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is not an object");
        var root = document.RootElement;
        var data = RecordJson.Part(root, "data", JsonValueKind.Array) ?? throw StoreProblems.AnswerUnexpected("it has no list 'data'");
        var next = NextCursor(root);
        var records = ImmutableArray.CreateBuilder<T>();
        var unreadable = ImmutableArray.CreateBuilder<UnreadableRecord>();
        var outside = 0;
        foreach (var record in Distinct(data))
        {
            try
            {
                records.Add(decode(record.ValueKind == JsonValueKind.Object ? record : throw new RecordException("json_invalid", "the record is not an object")));
                if (HermesJson.TryInstant(record, "updatedAt") is { } changed && !window.Contains(changed))
                    outside++;
            }
            catch (RecordException failure)
            {
                unreadable.Add(new UnreadableRecord(KnownId(record), failure.Code, failure.Message, RecordRaw.Of(record)));
            }
        }

        var page = new HermesPage<T>(records.DrainToImmutable(), unreadable.DrainToImmutable(), outside, next, Total(root));
        if (page.Count > HermesSettings.MaxPageSize)
            throw StoreProblems.AnswerUnexpected($"a page holds more than {HermesSettings.MaxPageSize} records, whatever 'limit' asks for");
        return page.Count == 0 && next is not null ? throw StoreProblems.AnswerUnexpected("a page without records has a nextCursor") : page;
    }

    /// <summary>A site may leave a null out of its JSON by habit; here it has to be said, since an end that is only assumed loses the rest.</summary>
    private static string? NextCursor(JsonElement root)
    {
        if (RecordJson.Find(root, "nextCursor") is not { } value)
            throw StoreProblems.AnswerUnexpected("it has no nextCursor, which is null on the last page");
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String && RecordJson.Unicode(value) is { } cursor && HermesCursor.IsWellFormed(cursor)
            ? cursor
            : throw StoreProblems.AnswerUnexpected($"nextCursor is not a text of 1 to {HermesCursor.LongestSite} printable ASCII characters without spaces");
    }

    private static int? Total(JsonElement root)
    {
        if (RecordJson.Find(root, "total") is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var total) && total >= 0 ? total : throw StoreProblems.AnswerUnexpected("total is not a count");
    }

    /// <summary>Without records that the page repeats word for word.</summary>
    private static IEnumerable<JsonElement> Distinct(JsonElement data) =>
        data.EnumerateArray().DistinctBy(record => Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(record)), StringComparer.Ordinal);

    private static string? KnownId(JsonElement record)
    {
        try
        {
            return HermesJson.Id(record, "id");
        }
        catch (RecordException)
        {
            return null;
        }
    }
}
