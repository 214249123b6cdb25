using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>One page of the list of orders (facts §3.1). It names orders and says how many there are; everything else about them is asked for one by one.</summary>
internal sealed class VtexOrderList
{
    /// <summary>The largest page VTEX gives.</summary>
    public const int MaxPageSize = 100;

    /// <summary>An id that is longer is none.</summary>
    public const int LongestId = 200;

    private VtexOrderList(int total) => Total = total;

    /// <summary>Orders that the whole filter holds.</summary>
    public int Total { get; }

    /// <summary>Ids in the list's order, each once, with the entry's own text.</summary>
    public List<(string OrderId, string Raw)> Orders { get; } = [];

    public List<UnreadableRecord> Unreadable { get; } = [];

    /// <summary>Orders created between two milliseconds, both included, sorted by what never changes.</summary>
    public static string Path(Stretch stretch, int page, int pageSize, string? salesChannel) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/oms/pvt/orders?orderBy=orderId,asc&page={page}&per_page={pageSize}&f_creationDate={Uri.EscapeDataString($"creationDate:[{Instant(stretch.From)} TO {Instant(stretch.Until)}]")}")
        + (salesChannel is null ? "" : $"&salesChannelId={salesChannel}");

    /// <exception cref="JsonException">The answer is not JSON, or not to its end.</exception>
    /// <exception cref="StoreException">The answer is no list, is another page than the one asked for, or holds fewer orders than it says (<c>answer_unexpected</c>).</exception>
    public static VtexOrderList Read(ReadOnlySpan<byte> json, int page, int pageSize)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no list of orders");
        var root = document.RootElement;
        if (RecordJson.Part(root, "list", JsonValueKind.Array) is not { } entries
            || RecordJson.Part(root, "paging", JsonValueKind.Object) is not { } paging
            || VtexJson.Count(paging, "total") is not { } total)
            throw StoreProblems.AnswerUnexpected("it is no list of orders");
        if (VtexJson.Count(paging, "currentPage") is { } current && current != page)
            throw StoreProblems.AnswerUnexpected("it is another page of the list than the one asked for");

        // An index that has lost its footing answers with nothing, and says that there is something: nothing must not be taken for an end.
        if (entries.GetArrayLength() < Math.Clamp(total - (long)(page - 1) * pageSize, 0, pageSize))
            throw StoreProblems.AnswerUnexpected("the list holds fewer orders than it says");
        var list = new VtexOrderList(total);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            var raw = VtexJson.Raw(entry);
            if (RecordJson.Text(entry, "orderId") is not { Length: <= LongestId } id)
                list.Unreadable.Add(new UnreadableRecord(null, "id_missing", "orderId is missing", raw));
            else if (seen.Add(id))
                list.Orders.Add((id, raw));
        }

        return list;
    }

    private static string Instant(long millisecond) =>
        DateTimeOffset.FromUnixTimeMilliseconds(millisecond).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
