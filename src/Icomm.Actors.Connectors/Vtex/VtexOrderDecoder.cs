using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Reads an order's detail (facts §3.2).</summary>
internal static class VtexOrderDecoder
{
    private static readonly char[] CouponSeparators = [',', ' ', '\t', '\r', '\n', '\u00A0'];

    /// <param name="order">A JSON object.</param>
    /// <param name="readAt">When it was read from the store, UTC.</param>
    /// <exception cref="RecordException">The order can't be read.</exception>
    public static StoreOrder Decode(JsonElement order, DateTimeOffset readAt)
    {
        var id = RecordJson.Text(order, "orderId") is { Length: <= 200 } found ? found : throw new RecordException("id_missing", "orderId is missing, or longer than 200 characters");
        var state = RecordJson.Text(order, "status") ?? "";
        var status = VtexOrderState.Status(state);
        var placed = RecordDates.Placed(VtexJson.Instant(order, "creationDate"), "creationDate");
        var (refunded, givenBack) = Restitutions(order);
        return new StoreOrder
        {
            OrderId = id,
            Number = RecordJson.Text(order, "sequence"),
            PlacedAt = placed,
            UpdatedAt = VtexJson.Instant(order, "lastChange") ?? placed,
            ReadAt = readAt,
            Customer = Customer(order),
            Status = status,
            State = state,
            Currency = Currency(order),
            Total = VtexJson.Cents(order, "value") ?? throw new RecordException("amount_invalid", "value is missing"),
            Refunded = refunded,
            Lines = [.. Lines(order, status == OrderStatus.Cancelled, givenBack)],
            Coupons = Coupons(order),
        };
    }

    /// <summary>The sales channel's id.</summary>
    public static string? SalesChannel(JsonElement order) => RecordJson.Text(order, "salesChannel");

    private static CustomerReference Customer(JsonElement order)
    {
        var client = RecordJson.Part(order, "clientProfileData", JsonValueKind.Object) ?? default;
        var customer = new CustomerReference
        {
            StoreCustomerId = RecordJson.Text(client, "userProfileId"),
            Email = VtexMask.Unmask(RecordJson.Text(client, "email")),
            Document = RecordJson.Text(client, "document"),
            FirstName = RecordJson.Text(client, "firstName"),
            LastName = RecordJson.Text(client, "lastName"),
        };
        return RecordBuyer.Known(customer, "clientProfileData names nobody: neither email nor userProfileId nor document");
    }

    private static string Currency(JsonElement order)
    {
        var code = RecordJson.Text(RecordJson.Part(order, "storePreferencesData", JsonValueKind.Object) ?? default, "currencyCode")?.Trim().ToUpperInvariant();
        if (code is null)
            throw new RecordException("currency_missing", "storePreferencesData.currencyCode is missing");
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper) ? code : throw new RecordException("currency_invalid", "currencyCode is not a currency's code");
    }

    /// <summary>What was given back: the money over all packages, and the units of each line by its place, from packages that came in.</summary>
    private static (Money Refunded, Dictionary<int, decimal> UnitsByLine) Restitutions(JsonElement order)
    {
        var refunded = Money.Zero;
        var units = new Dictionary<int, decimal>();
        if (RecordJson.Part(order, "packageAttachment", JsonValueKind.Object) is not { } attachment)
            return (refunded, units);
        foreach (var package in RecordJson.Objects(attachment, "packages"))
        {
            var cameIn = string.Equals(RecordJson.Text(package, "type"), "Input", StringComparison.OrdinalIgnoreCase);
            refunded += Refund(package) ?? (cameIn ? VtexJson.Cents(package, "invoiceValue") : null) ?? Money.Zero;
            if (!cameIn)
                continue;
            foreach (var item in RecordJson.Objects(package, "items"))
            {
                if (VtexJson.Count(item, "itemIndex") is { } index)
                    units[index] = units.GetValueOrDefault(index) + Pieces(item);
            }
        }

        return refunded < Money.Zero ? throw new RecordException("amount_invalid", "a refund is below zero") : (refunded, units);
    }

    /// <summary>
    /// The order alone writes <c>Refund</c>, the orders of a checkout <c>refund</c>; a return whose invoice was sent without one has neither, and gives back what its invoice says
    /// (VTEX's Orders schema).
    /// </summary>
    private static Money? Refund(JsonElement package) =>
        RecordJson.Part(package, "restitutions", JsonValueKind.Object) is { } restitutions
        && (RecordJson.Part(restitutions, "Refund", JsonValueKind.Object) ?? RecordJson.Part(restitutions, "refund", JsonValueKind.Object)) is { } refund
            ? VtexJson.Cents(refund, "value")
            : null;

    private static IEnumerable<OrderLine> Lines(JsonElement order, bool isCancelled, Dictionary<int, decimal> givenBack)
    {
        var index = 0;
        foreach (var item in RecordJson.Objects(order, "items"))
        {
            var sku = RecordJson.Text(item, "id");
            var productId = RecordJson.Text(item, "productId") ?? (sku is null ? null : "sku:" + sku) ?? throw new RecordException("id_missing", "a line has neither productId nor id");
            var details = RecordJson.Part(item, "additionalInfo", JsonValueKind.Object) ?? default;
            var quantity = Pieces(item) - givenBack.GetValueOrDefault(index++);
            yield return new OrderLine
            {
                ProductId = productId,
                Name = RecordJson.Text(item, "name") ?? productId,
                Units = isCancelled || quantity <= 0 ? Quantity.Zero : Units(quantity, VtexJson.Number(item, "unitMultiplier") ?? 1),
                Brand = RecordJson.Text(details, "brandName"),
                Categories = Categories(details),
            };
        }
    }

    /// <summary>No more than can be added up.</summary>
    private static decimal Pieces(JsonElement item) => VtexJson.Number(item, "quantity") is not { } pieces ? 0 : Quantity.TryFrom(pieces, out _) ? pieces : throw TooMany();

    /// <summary>What is sold by weight or length counts in its measure: three times 0.5 kg are 1.5.</summary>
    private static Quantity Units(decimal quantity, decimal multiplier)
    {
        try
        {
            return Quantity.TryFrom(quantity * (multiplier > 0 ? multiplier : 1), out var units) ? units : throw TooMany();
        }
        catch (OverflowException)
        {
            throw TooMany();
        }
    }

    private static RecordException TooMany() => new("amount_out_of_range", "quantity is beyond what a quantity can be");

    /// <summary><c>categoriesIds</c> is a path from general to specific; <c>categories</c> has the names in any order.</summary>
    private static ImmutableArray<NamedId> Categories(JsonElement details)
    {
        var named = RecordJson.Objects(details, "categories")
            .Select(category => (Id: RecordJson.Text(category, "id"), Name: RecordJson.Text(category, "name")))
            .Where(category => category.Id is not null)
            .DistinctBy(category => category.Id)
            .Select(category => new NamedId(category.Id!, category.Name ?? category.Id!))
            .ToArray();
        var path = RecordJson.Text(details, "categoriesIds")?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return [.. named.OrderBy(category => Array.IndexOf(path, category.Id) is >= 0 and var place ? place : int.MaxValue)];
    }

    private static ImmutableArray<string> Coupons(JsonElement order) =>
        RecordJson.Text(RecordJson.Part(order, "marketingData", JsonValueKind.Object) ?? default, "coupon") is { } text
            ? [.. text.Split(CouponSeparators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)]
            : [];
}
