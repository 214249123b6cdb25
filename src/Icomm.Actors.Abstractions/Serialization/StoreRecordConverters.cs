using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Abstractions.Serialization;

// What a store's records look like between silos. They are most of what a cluster sends, so they have contracts of their own, which are written and read several times as fast as JSON.
// As everywhere numbers are never given anew.

/// <summary>A <see cref="StoreOrder"/> between silos.</summary>
[GenerateSerializer, Alias("icomm.store-order")]
public struct StoreOrderSurrogate
{
    [Id(0)]
    public string OrderId;

    [Id(1)]
    public string? Number;

    [Id(2)]
    public DateTimeOffset PlacedAt;

    [Id(3)]
    public DateTimeOffset UpdatedAt;

    [Id(4)]
    public DateTimeOffset ReadAt;

    [Id(5)]
    public CustomerReference Customer;

    [Id(6)]
    public OrderStatus Status;

    [Id(7)]
    public string State;

    [Id(8)]
    public string Currency;

    /// <summary>Ten-thousandths.</summary>
    [Id(9)]
    public long Total;

    /// <summary>Ten-thousandths.</summary>
    [Id(10)]
    public long Refunded;

    [Id(11)]
    public ImmutableArray<OrderLine> Lines;

    [Id(12)]
    public ImmutableArray<string> Coupons;
}

/// <summary>An <see cref="OrderLine"/> between silos.</summary>
[GenerateSerializer, Alias("icomm.order-line")]
public struct OrderLineSurrogate
{
    [Id(0)]
    public string ProductId;

    [Id(1)]
    public string Name;

    /// <summary>Ten-thousandths.</summary>
    [Id(2)]
    public long Units;

    [Id(3)]
    public string? Brand;

    [Id(4)]
    public ImmutableArray<NamedId> Categories;
}

/// <summary>A <see cref="NamedId"/> between silos.</summary>
[GenerateSerializer, Alias("icomm.named-id")]
public struct NamedIdSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public string Name;
}

/// <summary>A <see cref="CustomerReference"/> between silos.</summary>
[GenerateSerializer, Alias("icomm.customer-reference")]
public struct CustomerReferenceSurrogate
{
    [Id(0)]
    public string? StoreCustomerId;

    [Id(1)]
    public string? Email;

    [Id(2)]
    public string? Document;

    [Id(3)]
    public string? FirstName;

    [Id(4)]
    public string? LastName;
}

/// <summary>A <see cref="StoreCustomer"/> between silos.</summary>
[GenerateSerializer, Alias("icomm.store-customer")]
public struct StoreCustomerSurrogate
{
    [Id(0)]
    public CustomerReference Reference;

    [Id(1)]
    public DateTimeOffset CreatedAt;

    [Id(2)]
    public DateTimeOffset UpdatedAt;

    [Id(3)]
    public DateTimeOffset ReadAt;

    [Id(4)]
    public KeyValuePair<string, string>[] Attributes;
}

[RegisterConverter]
internal sealed class StoreOrderConverter : IConverter<StoreOrder, StoreOrderSurrogate>
{
    public StoreOrder ConvertFromSurrogate(in StoreOrderSurrogate surrogate) => new()
    {
        OrderId = surrogate.OrderId,
        Number = surrogate.Number,
        PlacedAt = surrogate.PlacedAt,
        UpdatedAt = surrogate.UpdatedAt,
        ReadAt = surrogate.ReadAt,
        Customer = surrogate.Customer,
        Status = surrogate.Status,
        State = surrogate.State,
        Currency = surrogate.Currency,
        Total = new Money(surrogate.Total),
        Refunded = new Money(surrogate.Refunded),
        Lines = surrogate.Lines,
        Coupons = surrogate.Coupons,
    };

    public StoreOrderSurrogate ConvertToSurrogate(in StoreOrder value) => new()
    {
        OrderId = value.OrderId,
        Number = value.Number,
        PlacedAt = value.PlacedAt,
        UpdatedAt = value.UpdatedAt,
        ReadAt = value.ReadAt,
        Customer = value.Customer,
        Status = value.Status,
        State = value.State,
        Currency = value.Currency,
        Total = value.Total.TenThousandths,
        Refunded = value.Refunded.TenThousandths,
        Lines = value.Lines,
        Coupons = value.Coupons,
    };
}

[RegisterConverter]
internal sealed class OrderLineConverter : IConverter<OrderLine, OrderLineSurrogate>
{
    public OrderLine ConvertFromSurrogate(in OrderLineSurrogate surrogate) => new()
    {
        ProductId = surrogate.ProductId,
        Name = surrogate.Name,
        Units = new Quantity(surrogate.Units),
        Brand = surrogate.Brand,
        Categories = surrogate.Categories,
    };

    public OrderLineSurrogate ConvertToSurrogate(in OrderLine value) => new()
    {
        ProductId = value.ProductId,
        Name = value.Name,
        Units = value.Units.TenThousandths,
        Brand = value.Brand,
        Categories = value.Categories,
    };
}

[RegisterConverter]
internal sealed class NamedIdConverter : IConverter<NamedId, NamedIdSurrogate>
{
    public NamedId ConvertFromSurrogate(in NamedIdSurrogate surrogate) => new(surrogate.Id, surrogate.Name);

    public NamedIdSurrogate ConvertToSurrogate(in NamedId value) => new() { Id = value.Id, Name = value.Name };
}

[RegisterConverter]
internal sealed class CustomerReferenceConverter : IConverter<CustomerReference, CustomerReferenceSurrogate>
{
    public CustomerReference ConvertFromSurrogate(in CustomerReferenceSurrogate surrogate) => new()
    {
        StoreCustomerId = surrogate.StoreCustomerId,
        Email = surrogate.Email,
        Document = surrogate.Document,
        FirstName = surrogate.FirstName,
        LastName = surrogate.LastName,
    };

    public CustomerReferenceSurrogate ConvertToSurrogate(in CustomerReference value) => new()
    {
        StoreCustomerId = value.StoreCustomerId,
        Email = value.Email,
        Document = value.Document,
        FirstName = value.FirstName,
        LastName = value.LastName,
    };
}

[RegisterConverter]
internal sealed class StoreCustomerConverter : IConverter<StoreCustomer, StoreCustomerSurrogate>
{
    public StoreCustomer ConvertFromSurrogate(in StoreCustomerSurrogate surrogate) => new()
    {
        Reference = surrogate.Reference,
        CreatedAt = surrogate.CreatedAt,
        UpdatedAt = surrogate.UpdatedAt,
        ReadAt = surrogate.ReadAt,
        Attributes = surrogate.Attributes.ToImmutableSortedDictionary(),
    };

    public StoreCustomerSurrogate ConvertToSurrogate(in StoreCustomer value) => new()
    {
        Reference = value.Reference,
        CreatedAt = value.CreatedAt,
        UpdatedAt = value.UpdatedAt,
        ReadAt = value.ReadAt,
        Attributes = [.. value.Attributes],
    };
}
