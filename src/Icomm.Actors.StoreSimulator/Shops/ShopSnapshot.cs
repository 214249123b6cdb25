namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Everything of the shop that changes, as of one moment.</summary>
internal sealed record ShopSnapshot(EntitySet<ShopOrder> Orders, EntitySet<ShopCustomer> Customers, EntitySet<ShopCreditMemo> CreditMemos);
