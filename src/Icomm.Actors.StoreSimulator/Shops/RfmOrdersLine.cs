namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One row of the table: one order.</summary>
/// <param name="Customer">First and last name, which no two customers share.</param>
internal readonly record struct RfmOrdersLine(string Customer, DateOnly Day, Amount Revenue);
