namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One value of the brand attribute: products hold the id, never the name.</summary>
public sealed record BrandOption(int Id, string Label);
