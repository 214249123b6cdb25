using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Reads orders: amounts in the base currency, which is the one that a shop's orders share; lines without those that belong to another
/// (the variant of a configurable product, the parts of a bundle), because their parent has the product, the quantity and the price (facts §2.5).
/// </summary>
/// <param name="readAt">When the page was read from the store, UTC.</param>
internal sealed class MagentoOrderDecoder(DateTimeOffset readAt) : MagentoRecordDecoder<StoreOrder>
{
    /// <summary>Only these are asked for: no payment, and of the addresses only a guest's name.</summary>
    public const string Fields =
        "items[entity_id,increment_id,state,status,created_at,updated_at,customer_id,customer_is_guest,customer_email,customer_firstname,customer_lastname,"
        + "coupon_code,base_currency_code,base_grand_total,base_total_refunded,billing_address[firstname,lastname],"
        + "items[item_id,parent_item_id,product_id,sku,name,qty_ordered,qty_canceled,qty_refunded]],total_count";

    private readonly StringPool _pool = new();
    private readonly List<OrderLine> _lines = [];

    public override ReadOnlySpan<byte> IdProperty => "entity_id"u8;

    public override StoreOrder Decode(ref Utf8JsonReader reader, out RecordKey key)
    {
        long? id = null, customerId = null, total = null, refunded = null;
        DateTimeOffset? placedAt = null, updatedAt = null;
        string? number = null, state = null, status = null, currency = null, coupons = null, email = null, firstName = null, lastName = null;
        (string? First, string? Last) billed = default;
        var isGuest = false;
        _lines.Clear();
        while (NextProperty(ref reader, out var name))
        {
            switch (name.Length)
            {
                case 5 when name.SequenceEqual("state"u8):
                    state = MagentoJson.Text(ref reader, _pool, "state");
                    break;
                case 5 when name.SequenceEqual("items"u8):
                    ReadLines(ref reader);
                    break;
                case 6 when name.SequenceEqual("status"u8):
                    status = MagentoJson.Text(ref reader, _pool, "status");
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
                default:
                    reader.Skip();
                    break;
            }
        }

        var entityId = id ?? throw new RecordException("id_missing", "entity_id is missing");
        var changed = updatedAt ?? throw new RecordException("date_invalid", "updated_at is missing");
        var accountId = isGuest ? null : customerId;
        if (email is null && accountId is null)
            throw new RecordException("customer_missing", "the order has neither customer_email nor customer_id");
        if (refunded < 0)
            throw new RecordException("amount_invalid", "base_total_refunded is below zero");
        key = new RecordKey(changed.ToUnixTimeSeconds(), entityId);
        state ??= status ?? "";
        return new StoreOrder
        {
            OrderId = entityId.ToString(CultureInfo.InvariantCulture),
            Number = number,
            PlacedAt = placedAt ?? throw new RecordException("date_invalid", "created_at is missing"),
            UpdatedAt = changed,
            ReadAt = readAt,
            Customer = new CustomerReference
            {
                StoreCustomerId = accountId?.ToString(CultureInfo.InvariantCulture),
                Email = email,

                // Guests give their name with the address alone.
                FirstName = firstName ?? billed.First,
                LastName = lastName ?? billed.Last,
            },
            Status = MagentoOrderState.Status(state),
            State = state,
            Currency = Currency(currency),
            Total = new Money(total ?? throw new RecordException("amount_invalid", "base_grand_total is missing")),
            Refunded = new Money(refunded ?? 0),
            Lines = _lines.Count == 0 ? [] : ImmutableCollectionsMarshal.AsImmutableArray(_lines.ToArray()),
            Coupons = Coupons(coupons),
        };
    }

    private (string? First, string? Last) ReadName(ref Utf8JsonReader reader)
    {
        string? first = null, last = null;
        while (NextProperty(ref reader, out var name))
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

    private void ReadLines(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new RecordException("json_invalid", "items is not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new RecordException("json_invalid", "a line is not an object");
            if (ReadLine(ref reader) is { } line)
                _lines.Add(line);
        }
    }

    /// <returns>Null for a line that belongs to another.</returns>
    private OrderLine? ReadLine(ref Utf8JsonReader reader)
    {
        string? productId = null, sku = null, title = null;
        long ordered = 0, canceled = 0, refunded = 0;
        var isChild = false;
        while (NextProperty(ref reader, out var name))
        {
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("sku"u8):
                    sku = MagentoJson.Text(ref reader, _pool, "sku");
                    break;
                case 4 when name.SequenceEqual("name"u8):
                    title = MagentoJson.Text(ref reader, _pool, "name");
                    break;
                case 10 when name.SequenceEqual("product_id"u8):
                    productId = MagentoJson.Text(ref reader, _pool, "product_id");
                    break;
                case 11 when name.SequenceEqual("qty_ordered"u8):
                    ordered = MagentoJson.TenThousandths(ref reader, "qty_ordered") ?? 0;
                    break;
                case 12 when name.SequenceEqual("qty_canceled"u8):
                    canceled = MagentoJson.TenThousandths(ref reader, "qty_canceled") ?? 0;
                    break;
                case 12 when name.SequenceEqual("qty_refunded"u8):
                    refunded = MagentoJson.TenThousandths(ref reader, "qty_refunded") ?? 0;
                    break;
                case 14 when name.SequenceEqual("parent_item_id"u8):
                    isChild = MagentoJson.Id(ref reader, "parent_item_id", "json_invalid") is not null;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (isChild)
            return null;

        // A product that was deleted leaves its lines without product_id; the sku then stands for it.
        var id = productId ?? (sku is null ? null : "sku:" + sku) ?? throw new RecordException("id_missing", "a line has neither product_id nor sku");
        return new OrderLine { ProductId = id, Name = title ?? sku ?? id, Units = new Quantity(Math.Max(0, ordered - canceled - refunded)) };
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
