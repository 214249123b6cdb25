using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Indicator values as JSON has them: numbers, dates, texts and lists.</summary>
internal static class PlainValue
{
    public static object? Of(object? value) => value switch
    {
        Money money => money.ToDecimal(),
        Quantity quantity => quantity.ToDecimal(),
        _ => value,
    };
}
