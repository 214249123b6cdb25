using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A refund of some lines of one order.</summary>
public sealed record ShopCreditMemo : IShopEntity
{
    public required int Id { get; init; }

    public required string Number { get; init; }

    public required int OrderId { get; init; }

    public required StoreView View { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt => CreatedAt;

    public required Amount GrandTotal { get; init; }

    /// <summary>Taken back: nothing was paid out.</summary>
    public bool IsCanceled { get; init; }

    public required ImmutableArray<ShopCreditMemoLine> Lines { get; init; }
}
