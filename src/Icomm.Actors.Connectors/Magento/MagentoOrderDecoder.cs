using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Reads orders: amounts in the base currency, which is the one that a shop's orders share. What was cancelled of an order that went on (facts §2.5) was never paid, and is
/// taken off like what was given back.
/// </summary>
/// <param name="readAt">When the page was read from the store, UTC.</param>
/// <param name="rules">Which orders count.</param>
internal sealed class MagentoOrderDecoder(DateTimeOffset readAt, MagentoOrderRules rules) : MagentoRecordDecoder<StoreOrder>
{
    private readonly StringPool _pool = new();
    private readonly MagentoLineReader _lines = new();
    private readonly HashSet<string> _doubtful = new(StringComparer.Ordinal);

    /// <summary>Ids of orders that are closed, or have lines that were given back, and whose totals know nothing of it.</summary>
    public IReadOnlySet<string> Doubtful => _doubtful;

    public override ReadOnlySpan<byte> IdProperty => "entity_id"u8;

    /// <summary>Only these are asked for: of the payment its method where it decides, of the addresses a guest's name.</summary>
    public static string FieldsFor(MagentoOrderRules rules) =>
        "items[entity_id,increment_id,state,status,created_at,updated_at,customer_id,customer_is_guest,customer_email,customer_firstname,customer_lastname,"
        + "coupon_code,base_currency_code,base_grand_total,base_total_refunded,base_total_canceled,billing_address[firstname,lastname],"
        + (rules.PaymentMethods.IsEmpty ? "" : "payment[method],")
        + "items[item_id,parent_item_id,product_id,sku,name,qty_ordered,qty_canceled,qty_refunded]],total_count";

    public override StoreOrder Decode(ref Utf8JsonReader reader, out RecordKey key)
    {
        long? id = null, customerId = null, total = null, refunded = null, canceled = null;
        DateTimeOffset? placedAt = null, updatedAt = null;
        string? number = null, state = null, status = null, currency = null, coupons = null, email = null, firstName = null, lastName = null, method = null;
        (string? First, string? Last) billed = default;
        var isGuest = false;
        _lines.Clear();
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            switch (name.Length)
            {
                case 5 when name.SequenceEqual("state"u8):
                    state = MagentoJson.Text(ref reader, _pool, "state");
                    break;
                case 5 when name.SequenceEqual("items"u8):
                    _lines.Read(ref reader, _pool);
                    break;
                case 6 when name.SequenceEqual("status"u8):
                    status = MagentoJson.Text(ref reader, _pool, "status");
                    break;
                case 7 when name.SequenceEqual("payment"u8) && reader.TokenType == JsonTokenType.StartObject:
                    method = ReadMethod(ref reader);
                    break;
                case 9 when name.SequenceEqual("entity_id"u8):
                    id = MagentoJson.Id(ref reader, "entity_id", "id_missing");
                    break;
                case 10 when name.SequenceEqual("created_at"u8):
                    placedAt = MagentoJson.Instant(ref reader, "created_at");
                    break;
                case 10 when name.SequenceEqual("updated_at"u8):
                    updatedAt = MagentoJson.Instant(ref reader, "updated_at");
                    break;
                case 11 when name.SequenceEqual("customer_id"u8):
                    customerId = MagentoJson.Id(ref reader, "customer_id", "customer_missing");
                    break;
                case 11 when name.SequenceEqual("coupon_code"u8):
                    coupons = MagentoJson.Text(ref reader, _pool, "coupon_code");
                    break;
                case 12 when name.SequenceEqual("increment_id"u8):
                    number = MagentoJson.Text(ref reader, _pool, "increment_id");
                    break;
                case 14 when name.SequenceEqual("customer_email"u8):
                    email = MagentoJson.Text(ref reader, _pool, "customer_email");
                    break;
                case 15 when name.SequenceEqual("billing_address"u8) && reader.TokenType == JsonTokenType.StartObject:
                    billed = ReadName(ref reader);
                    break;
                case 16 when name.SequenceEqual("base_grand_total"u8):
                    total = MagentoJson.TenThousandths(ref reader, "base_grand_total");
                    break;
                case 17 when name.SequenceEqual("customer_is_guest"u8):
                    isGuest = MagentoJson.Flag(ref reader);
                    break;
                case 17 when name.SequenceEqual("customer_lastname"u8):
                    lastName = MagentoJson.Text(ref reader, _pool, "customer_lastname");
                    break;
                case 18 when name.SequenceEqual("customer_firstname"u8):
                    firstName = MagentoJson.Text(ref reader, _pool, "customer_firstname");
                    break;
                case 18 when name.SequenceEqual("base_currency_code"u8):
                    currency = MagentoJson.Text(ref reader, _pool, "base_currency_code");
                    break;
                case 19 when name.SequenceEqual("base_total_refunded"u8):
                    refunded = MagentoJson.TenThousandths(ref reader, "base_total_refunded");
                    break;
                case 19 when name.SequenceEqual("base_total_canceled"u8):
                    canceled = MagentoJson.TenThousandths(ref reader, "base_total_canceled");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var entityId = id ?? throw new RecordException("id_missing", "entity_id is missing");
        var changed = updatedAt ?? throw new RecordException("date_invalid", "updated_at is missing");
        var accountId = isGuest ? null : customerId;
        if (refunded < 0)
            throw new RecordException("amount_invalid", "base_total_refunded is below zero");
        if (canceled < 0)
            throw new RecordException("amount_invalid", "base_total_canceled is below zero");
        var buyer = new CustomerReference
        {
            StoreCustomerId = accountId?.ToString(CultureInfo.InvariantCulture),
            Email = email,

            // Guests give their name with the address alone.
            FirstName = firstName ?? billed.First,
            LastName = lastName ?? billed.Last,
        };
        key = new RecordKey(changed.ToUnixTimeSeconds(), entityId);
        state ??= status ?? "";
        var orderId = entityId.ToString(CultureInfo.InvariantCulture);
        var takenOff = (refunded ?? 0) + (state == "canceled" ? 0 : canceled ?? 0);
        if (takenOff == 0 && total > 0 && (state == "closed" || _lines.HasRefunds))
            _doubtful.Add(orderId);
        return new StoreOrder
        {
            OrderId = orderId,
            Number = number,
            PlacedAt = RecordDates.Placed(placedAt, "created_at"),
            UpdatedAt = changed,
            ReadAt = readAt,
            Customer = RecordBuyer.Known(buyer, "the order has neither customer_email nor customer_id"),
            Status = rules.Of(state, status, method),
            State = state,
            Currency = Currency(currency),
            Total = new Money(total ?? throw new RecordException("amount_invalid", "base_grand_total is missing")),
            Refunded = new Money(takenOff),
            Lines = _lines.ToLines(),
            Coupons = Coupons(coupons),
        };
    }

    private (string? First, string? Last) ReadName(ref Utf8JsonReader reader)
    {
        string? first = null, last = null;
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            if (name.SequenceEqual("firstname"u8))
                first = MagentoJson.Text(ref reader, _pool, "firstname");
            else if (name.SequenceEqual("lastname"u8))
                last = MagentoJson.Text(ref reader, _pool, "lastname");
            else
                reader.Skip();
        }

        return (first, last);
    }

    private string? ReadMethod(ref Utf8JsonReader reader)
    {
        string? method = null;
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            if (name.SequenceEqual("method"u8))
                method = MagentoJson.Text(ref reader, _pool, "method");
            else
                reader.Skip();
        }

        return method;
    }

    private static string Currency(string? code)
    {
        if (code is null)
            throw new RecordException("currency_missing", "base_currency_code is missing");
        if (code.Length == 3 && code.All(char.IsAsciiLetterUpper))
            return code;
        var upper = code.Trim().ToUpperInvariant();
        return upper.Length == 3 && upper.All(char.IsAsciiLetterUpper) ? upper : throw new RecordException("currency_invalid", "base_currency_code is not a currency's code");
    }

    /// <summary>One text may hold several codes (facts §2.5).</summary>
    private static ImmutableArray<string> Coupons(string? text)
    {
        if (text is null)
            return [];
        if (text.AsSpan().IndexOfAny(CouponSeparators) < 0)
            return [text];
        return [.. text.Split(CouponSeparators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
    }

    private static readonly char[] CouponSeparators = [',', ' ', '\t', '\r', '\n', '\u00A0'];
}
