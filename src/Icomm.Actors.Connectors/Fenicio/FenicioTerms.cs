using System.Collections.Immutable;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>What an order's states make of its money and its lines: the same for orders that come by API, by message and by file.</summary>
/// <param name="State">The order's.</param>
/// <param name="PaymentState">Null where no payment is told of.</param>
/// <param name="Total">With shipping and discounts, in the order's currency.</param>
internal sealed record FenicioTerms(string State, string? PaymentState, Money Total)
{
    /// <summary>Where there was nothing to pay, no amount tells that it was given back: such an order is a cancelled one.</summary>
    public OrderStatus Status { get; } = Total == Money.Zero && FenicioOrderState.IsReversed(PaymentState) ? OrderStatus.Cancelled : FenicioOrderState.Status(State);

    private bool IsReversed { get; } = FenicioOrderState.IsReversed(PaymentState);

    /// <summary>See <see cref="FenicioOrderState.IsReversed"/>.</summary>
    public Money Refunded => IsReversed && Status == OrderStatus.Purchase ? Total : Money.Zero;

    /// <param name="product">The product's code; null where it has to be taken from the SKU.</param>
    /// <param name="sku"><c>product:variant:presentation</c>.</param>
    /// <param name="quantity">Units bought, zero or more. Those given away with them (<c>cantidadRegalo</c>) were not bought, and are not counted.</param>
    /// <param name="category">A category, or a path of them from general to specific with <c>&gt;</c> between.</param>
    /// <exception cref="RecordException">The line has no product (<c>id_missing</c>), or its quantity is none (<c>amount_out_of_range</c>).</exception>
    public OrderLine Line(string? product, string? sku, string? name, decimal quantity, string? brand, string? category)
    {
        product ??= sku?.Split(':')[0] is { Length: > 0 } first ? first : throw new RecordException("id_missing", "a line has neither a product's code nor a SKU");
        var units = Status == OrderStatus.Cancelled || IsReversed ? Quantity.Zero
            : Quantity.TryFrom(quantity, out var bought) ? bought
            : throw new RecordException("amount_out_of_range", "a quantity is beyond what a quantity can be");
        return new OrderLine { ProductId = product, Name = name ?? product, Units = units, Brand = brand, Categories = Path(category) };
    }

    /// <param name="field">What it is called where it was found.</param>
    /// <exception cref="RecordException"><c>currency_missing</c> or <c>currency_invalid</c>.</exception>
    public static string CurrencyOf(string? code, string field)
    {
        code = code?.Trim().ToUpperInvariant() ?? throw new RecordException("currency_missing", $"{field} is missing");
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper) ? code : throw new RecordException("currency_invalid", $"{field} is not a currency's code");
    }

    /// <summary>Fenicio gives no ids of categories: each is known by its path, so that two of one name under different parents stay two.</summary>
    private static ImmutableArray<NamedId> Path(string? category)
    {
        var names = category?.Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return [.. names.Select((name, depth) => new NamedId(string.Join(" > ", names[..(depth + 1)]), name))];
    }
}
