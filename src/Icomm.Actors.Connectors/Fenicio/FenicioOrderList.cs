using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Hashing;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>One page of the list of orders (facts §4.1), with the orders themselves.</summary>
internal sealed class FenicioOrderList
{
    /// <summary>The largest page Fenicio gives.</summary>
    public const int MaxPageSize = 500;

    private FenicioOrderList(int total, uint mark) => (Total, Mark) = (total, mark);

    /// <summary>Orders that the whole filter holds.</summary>
    public int Total { get; }

    /// <summary>Tells a page from the one before it: a hash of the ids on it; 0 for an empty page.</summary>
    public uint Mark { get; }

    /// <summary>In the list's order, each id once.</summary>
    public List<StoreOrder> Orders { get; } = [];

    public List<UnreadableRecord> Unreadable { get; } = [];

    /// <exception cref="StoreException">The answer is no list, or holds fewer orders than it says (<c>answer_unexpected</c>).</exception>
    public static FenicioOrderList Read(JsonElement answer, int page, int pageSize, FenicioOrderDecoder decoder, DateTimeOffset readAt)
    {
        if (RecordJson.Part(answer, "ordenes", JsonValueKind.Array) is not { } entries || FenicioJson.Count(answer, "totAbs") is not { } total)
            throw StoreProblems.AnswerUnexpected("it is no list of orders");

        // Nothing must not be taken for an end where the list says that there is something.
        if (entries.GetArrayLength() < Math.Clamp(total - (long)(page - 1) * pageSize, 0, pageSize))
            throw StoreProblems.AnswerUnexpected("the list holds fewer orders than it says");
        var list = new FenicioOrderList(total, MarkOf(entries));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            var (order, unreadable) = ReadOrder(entry, decoder, readAt);
            if (unreadable is not null && (unreadable.RecordId is null || seen.Add(unreadable.RecordId)))
                list.Unreadable.Add(unreadable);
            else if (order is not null && seen.Add(order.OrderId))
                list.Orders.Add(order);
        }

        return list;
    }

    /// <summary>Either of both.</summary>
    public static (StoreOrder? Order, UnreadableRecord? Unreadable) ReadOrder(JsonElement entry, FenicioOrderDecoder decoder, DateTimeOffset readAt)
    {
        try
        {
            return (decoder.Decode(entry, readAt), null);
        }
        catch (RecordException unreadable)
        {
            return (null, new UnreadableRecord(RecordJson.Text(entry, "idOrden"), unreadable.Code, unreadable.Message, FenicioCards.Raw(entry)));
        }
    }

    private static uint MarkOf(JsonElement entries)
    {
        var ids = string.Join('\n', entries.EnumerateArray().Select(entry => RecordJson.Text(entry, "idOrden")));
        return ids.Length == 0 ? 0 : (uint)XxHash64.Of(System.Text.Encoding.UTF8.GetBytes(ids)) | 1;
    }
}
