namespace Icomm.Actors.Domain.Orders;

/// <summary>Something a store knows by <paramref name="Id"/> and shows by <paramref name="Name"/>.</summary>
public readonly record struct NamedId(string Id, string Name);
