using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>What one integration read of one customer, usually everything of that customer on one page.</summary>
[GenerateSerializer, Immutable, Alias("icomm.profile-changes")]
public sealed record ProfileChanges
{
    [Id(0)]
    public required string IntegrationId { get; init; }

    [Id(1)]
    public ImmutableArray<StoreOrder> Orders { get; init; } = [];

    [Id(2)]
    public ImmutableArray<StoreCustomer> Customers { get; init; } = [];

    /// <summary>IANA zone of the database, whose months the purchases are summed up in.</summary>
    [Id(3)]
    public required string TimeZone { get; init; }

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileChanges)}: {Orders.Length} orders, {Customers.Length} customers";
}

/// <summary>What became of the records of a <see cref="ProfileChanges"/>; together they are as many as were sent.</summary>
[GenerateSerializer, Immutable, Alias("icomm.profile-change-counts")]
public sealed record ProfileChangeCounts
{
    [Id(0)]
    public int New { get; init; }

    [Id(1)]
    public int Changed { get; init; }

    [Id(2)]
    public int Unchanged { get; init; }

    /// <summary>Orders that changed at the store after they had been folded into totals, 400 days back or more.</summary>
    [Id(3)]
    public int TooOldToCorrect { get; init; }

    /// <summary>Records of somebody who was erased: nothing was stored.</summary>
    [Id(4)]
    public int Suppressed { get; init; }
}
