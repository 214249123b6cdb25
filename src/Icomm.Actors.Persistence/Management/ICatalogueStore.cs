using System.Collections.Immutable;
using Icomm.Actors.Domain.Catalogue;

namespace Icomm.Actors.Persistence.Management;

/// <summary>The products of each integration's shop, to give order lines the brand and categories that their platform leaves out.</summary>
public interface ICatalogueStore
{
    /// <summary>Inserts or overwrites; an item that is older than the stored one changes nothing.</summary>
    /// <returns>How many were new and how many changed.</returns>
    Task<CatalogueChanges> SaveAsync(string account, string integrationId, IReadOnlyCollection<CatalogueItem> items, CancellationToken cancellationToken);

    /// <summary>Those of the products that are known, by id.</summary>
    Task<ImmutableDictionary<string, CatalogueItem>> FindAsync(string account, string integrationId, IReadOnlyCollection<string> productIds, CancellationToken cancellationToken);
}

public readonly record struct CatalogueChanges(int New, int Changed);
