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
        new StoreProblem(
            "store_type_unknown",
            new($"There is no connector for '{storeType}'.", $"No hay conector para '{storeType}'.", $"Não há conector para '{storeType}'."),
            new($"Use one of: {Known}.", $"Usar uno de estos: {Known}.", $"Usar um destes: {Known}.")),
        isTransient: false);

    private string Known => string.Join(", ", _byType.Keys.Order());
}
