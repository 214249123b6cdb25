using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Grains.Tests;

/// <summary>What a store's records become between silos, and become again. A property that is new is missed here before it is missed in a cluster.</summary>
public sealed class StoreRecordConvertersTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 13, 0, 0, 123, TimeSpan.Zero);

    private static readonly NamedId Category = new("7", "Calzado");

    private static readonly CustomerReference Reference = new() { StoreCustomerId = "42", Email = "ana@shop.example", Document = "1.234.567-8", FirstName = "Ana", LastName = "Ferreira" };

    private static readonly OrderLine Line = new() { ProductId = "5001", Name = "Zapatilla", Units = Quantity.From(1.5m), Brand = "Marca", Categories = [Category] };

    private static readonly StoreOrder Order = new()
    {
        OrderId = "100001", Number = "000100001", PlacedAt = At, UpdatedAt = At.AddHours(1), ReadAt = At.AddHours(2), Customer = Reference, Status = OrderStatus.Purchase, State = "complete",
        Currency = "UYU", Total = Money.From(1_234.5m), Refunded = Money.From(0.01m), Lines = [Line], Coupons = ["PROMO1"],
    };

    private static readonly StoreCustomer Customer = new()
    {
        Reference = Reference, CreatedAt = At, UpdatedAt = At.AddHours(1), ReadAt = At.AddHours(2), Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("gender", "female").Add("Group", "VIP"),
    };

    [Fact]
    public void Nothing_of_a_record_is_lost_between_silos() => Assert.All(new object[] { Category, Reference, Line, Order, Customer }, record =>
    {
        Assert.All(record.GetType().GetProperties(), property => Assert.False(IsDefault(property.GetValue(record)), $"{property.Name} has no value to be lost"));

        var returned = Travel(record);

        Assert.Equal(JsonSerializer.Serialize(record), JsonSerializer.Serialize(returned));
    });

    private static bool IsDefault(object? value) => value is null || (value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())));

    private static object Travel(object record)
    {
        var converter = typeof(IIntegrationGrain).Assembly.GetTypes().Single(type => type.GetInterfaces().Any(each => each.Name.StartsWith("IConverter", StringComparison.Ordinal) && each.GetGenericArguments()[0] == record.GetType()));
        var instance = Activator.CreateInstance(converter);
        return Call("ConvertFromSurrogate", Call("ConvertToSurrogate", record));

        object Call(string name, object value) => converter.GetMethod(name, BindingFlags.Public | BindingFlags.Instance)!.Invoke(instance, [value])!;
    }
}
