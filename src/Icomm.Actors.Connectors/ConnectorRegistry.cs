using System.Collections.Frozen;

namespace Icomm.Actors.Connectors;

/// <summary>The store platforms this build speaks to, by <see cref="IStoreConnector.StoreType"/>.</summary>
public sealed class ConnectorRegistry(IEnumerable<IStoreConnector> connectors)
{
    private readonly FrozenDictionary<string, IStoreConnector> _byType =
        connectors.ToFrozenDictionary(connector => connector.StoreType, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<IStoreConnector> All => _byType.Values;

    public IStoreConnector? Find(string storeType) => _byType.GetValueOrDefault(storeType);

    /// <exception cref="StoreException">No connector speaks to this platform (<c>store_type_unknown</c>).</exception>
    public IStoreConnector Get(string storeType) => Find(storeType) ?? throw new StoreException(
        new StoreProblem("store_type_unknown", $"There is no connector for '{storeType}'.", $"Use one of: {string.Join(", ", _byType.Keys.Order())}."), isTransient: false);
}
