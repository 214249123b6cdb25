using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Finds out what was given back of orders whose own totals don't say. Usually they do, adjustments and later refunds included; but what an extension or an ERP writes may close an
/// order, or give lines back, and leave its totals alone. Then the credit memos are asked, the cancelled ones left out.
/// </summary>
internal sealed partial class MagentoCreditMemos(MagentoSession session, ILogger logger)
{
    private const int MostPages = 20;
    private const long Canceled = 3;

    /// <param name="doubtful">Ids of those of the orders whose totals contradict their state or their lines.</param>
    public async Task<ImmutableArray<StoreOrder>> CompleteAsync(ImmutableArray<StoreOrder> orders, IReadOnlySet<string> doubtful, CancellationToken cancellationToken)
    {
        var wanted = orders.Where(order => doubtful.Contains(order.OrderId)).Select(order => order.OrderId).ToArray();
        if (wanted.Length == 0)
            return orders;
        try
        {
            var refunds = await ReadAsync(wanted, cancellationToken);
            return [.. orders.Select(order => refunds.TryGetValue(order.OrderId, out var refunded) ? order with { Refunded = new Money(refunded) } : order)];
        }
        catch (StoreException refused) when (refused.Problem.Code is "permission_missing" or "endpoint_not_found")
        {
            // Closed is Magento's word for given back altogether.
            LogUnknown(logger, session.IntegrationId, wanted.Length, refused.Problem.Code);
            return [.. orders.Select(order => doubtful.Contains(order.OrderId) && order.State == "closed" ? order with { Refunded = order.Total } : order)];
        }
    }

    private async Task<Dictionary<string, long>> ReadAsync(string[] orderIds, CancellationToken cancellationToken)
    {
        var refunds = new Dictionary<string, long>(StringComparer.Ordinal);
        var size = session.Settings.PageSize;
        for (var page = 1; ; page++)
        {
            var question = new MagentoQuery("creditmemos", size, page, "items[order_id,state,base_grand_total],total_count")
                .Where("order_id", "in", string.Join(',', orderIds)).SortedBy("entity_id").ToString();
            var total = await session.GetAsync("creditmemos", question, Add, cancellationToken);
            if ((long)page * size >= total)
                return refunds;
            if (page == MostPages)
                throw StoreProblems.AnswerUnexpected("a few orders have thousands of credit memos");
        }

        int Add(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("total_count", out var count) || !count.TryGetInt32(out var total)
                || !document.RootElement.TryGetProperty("items", out var memos) || memos.ValueKind != JsonValueKind.Array)
                throw StoreProblems.AnswerUnexpected("the credit memos are no list");
            foreach (var memo in memos.EnumerateArray())
            {
                if (RecordJson.WholeNumber(memo, "order_id") is { } order && RecordJson.WholeNumber(memo, "state") != Canceled && Amount(memo, "base_grand_total") is { } amount)
                    refunds[Text(order)] = refunds.GetValueOrDefault(Text(order)) + amount.TenThousandths;
            }

            return total;
        }
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static Money? Amount(JsonElement element, string name) =>
        RecordJson.Text(element, name) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= 0 && Money.TryFrom(number, out var money) ? money : null;

    [LoggerMessage(3103, LogLevel.Warning, "magento {IntegrationId}: {Count} orders don't say what was given back, and the credit memos can't be read ({Code}); those that are closed count as given back altogether")]
    private static partial void LogUnknown(ILogger logger, string integrationId, int count, string code);
}
