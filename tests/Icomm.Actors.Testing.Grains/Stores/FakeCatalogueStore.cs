using System.Collections.Immutable;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>The products of shops in memory.</summary>
public sealed class FakeCatalogueStore(RemoteServer server) : ICatalogueStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Integration, string Product), CatalogueItem> _rows = [];

    public Task<CatalogueChanges> SaveAsync(string account, string integrationId, IReadOnlyCollection<CatalogueItem> items, CancellationToken cancellationToken) =>
        server.CallAsync("write", $"{account}/{integrationId}", () =>
        {
            lock (_gate)
            {
                var (added, changed) = (0, 0);
                foreach (var item in items)
                {
                    var key = (account, integrationId, item.ProductId);
                    if (!_rows.TryGetValue(key, out var known))
                        added++;
                    else if (item.UpdatedAt > known.UpdatedAt)
                        changed++;
                    else
                        continue;
                    _rows[key] = item;
                }

                return new CatalogueChanges(added, changed);
            }
        });

    public Task<ImmutableDictionary<string, CatalogueItem>> FindAsync(
        string account, string integrationId, IReadOnlyCollection<string> productIds, CancellationToken cancellationToken) =>
        server.CallAsync("find", $"{account}/{integrationId}", () =>
        {
            lock (_gate)
            {
                var found = ImmutableDictionary.CreateBuilder<string, CatalogueItem>();
                foreach (var id in productIds)
                {
                    if (_rows.TryGetValue((account, integrationId, id), out var item))
                        found[id] = item;
                }

                return found.ToImmutable();
            }
        });
}
