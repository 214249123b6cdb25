namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>What a list of the shop can be indexed by. Instants are UTC, whole seconds.</summary>
public interface IShopEntity
{
    int Id { get; }

    DateTime CreatedAt { get; }

    DateTime UpdatedAt { get; }
}
