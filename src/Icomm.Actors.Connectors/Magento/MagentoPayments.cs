using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Compares the payment methods that a merchant names with those that the shop's last orders were paid by: codes are easily mistaken for the names that shoppers see.</summary>
internal static partial class MagentoPayments
{
    private const int Looked = 100;
    private const int MostShown = 20;

    public static async Task<ImmutableArray<StoreProblem>> UnseenAsync(MagentoSession session, CancellationToken cancellationToken)
    {
        if (session.Settings.Rules.PaymentMethods is not { IsEmpty: false } wanted)
            return [];

        var question = new MagentoQuery("orders", Looked, page: 1, "items[payment[method]],total_count").SortedBackwardsBy("entity_id").ToString();
        var seen = await session.GetAsync("payment_methods", question, Read, cancellationToken);
        var unseen = wanted.Where(each => !seen.Exists(method => MagentoOrderRules.Fits(each, method))).ToArray();
        if (seen.Count == 0 || unseen.Length == 0)
            return [];
        var (named, used) = (string.Join(", ", unseen), string.Join(", ", seen.Take(MostShown)));
        return [new StoreProblem(
            "payment_method_unseen",
            new($"None of the shop's last orders was paid by {named}.", $"Ninguna de las últimas órdenes de la tienda se pagó con {named}.", $"Nenhum dos últimos pedidos da loja foi pago com {named}."),
            new(
                $"Check the codes. The last orders were paid by {used}.",
                $"Revisar los códigos. Las últimas órdenes se pagaron con {used}.",
                $"Conferir os códigos. Os últimos pedidos foram pagos com {used}."))];
    }

    /// <summary>Distinct, most frequent first.</summary>
    private static List<string> Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("total_count", out _))
            throw StoreProblems.AnswerUnexpected("it is no list");
        if (!document.RootElement.TryGetProperty("items", out var orders) || orders.ValueKind != JsonValueKind.Array)
            return [];
        return [.. orders.EnumerateArray().Select(Method).OfType<string>().CountBy(method => method).OrderByDescending(each => each.Value).Select(each => each.Key)];
    }

    /// <summary>Only what looks like a code is shown to a merchant.</summary>
    private static string? Method(JsonElement order) =>
        order.ValueKind == JsonValueKind.Object
        && order.TryGetProperty("payment", out var payment) && payment.ValueKind == JsonValueKind.Object
        && payment.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String
        && Code().IsMatch(method.GetString()!) ? method.GetString() : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]{1,128}\z")]
    private static partial Regex Code();
}
