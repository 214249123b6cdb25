namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>What a credit memo gives back of one order line.</summary>
public sealed record ShopCreditMemoLine(ShopOrderLine OrderLine, int Quantity, Amount Amount);
