using System.Collections.Immutable;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>catalogue_items</c>.</summary>
internal sealed class SqlCatalogueStore(ISqlDatabase database) : ICatalogueStore
{
    private const string Insert = """
        INSERT INTO catalogue_items (account, integration_id, product_id, name, brand, categories, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (account, integration_id, product_id) DO NOTHING
        """;

    // The same time with another content is a change too: some stores' times are coarse.
    private const string Update = """
        UPDATE catalogue_items
        SET name = ?4, brand = ?5, categories = ?6, updated_at = ?7
        WHERE account = ?1 AND integration_id = ?2 AND product_id = ?3
          AND (updated_at < ?7 OR (updated_at = ?7 AND (name <> ?4 OR brand IS DISTINCT FROM ?5 OR categories <> ?6)))
        """;

    public Task<CatalogueChanges> SaveAsync(string account, string integrationId, IReadOnlyCollection<CatalogueItem> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
            return Task.FromResult(default(CatalogueChanges));
        var rows = items.Select(item => (Item: item, Categories: StoredForms.Encode(item.Categories.IsDefault ? [] : item.Categories), UpdatedAt: Instant.Text(item.UpdatedAt))).ToArray();
        return database.WriteAsync(
            session =>
            {
                var (added, changed) = (0, 0);
                foreach (var (item, categories, updatedAt) in rows)
                {
                    if (Run(Insert))
                        added++;
                    else if (Run(Update))
                        changed++;

                    bool Run(string sql) => session.Statement(sql)
                        .Bind(1, account)
                        .Bind(2, integrationId)
                        .Bind(3, item.ProductId)
                        .Bind(4, item.Name)
                        .Bind(5, item.Brand)
                        .Bind(6, categories)
                        .Bind(7, updatedAt)
                        .Execute() == 1;
                }

                return new CatalogueChanges(added, changed);
            },
            cancellationToken);
    }

    public async Task<ImmutableDictionary<string, CatalogueItem>> FindAsync(
        string account, string integrationId, IReadOnlyCollection<string> productIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(productIds);
        if (productIds.Count == 0)
            return ImmutableDictionary<string, CatalogueItem>.Empty;
        return await database.ReadAsync(
            session =>
            {
                var select = session
                    .Statement($"SELECT product_id, name, brand, categories, updated_at FROM catalogue_items WHERE account = ?1 AND integration_id = ?2 AND product_id IN {session.AmongTexts("?3")}")
                    .Bind(1, account)
                    .Bind(2, integrationId)
                    .Bind(3, productIds);
                var items = ImmutableDictionary.CreateBuilder<string, CatalogueItem>(StringComparer.Ordinal);
                try
                {
                    while (select.Step())
                        items.Add(select.GetText(0), Read(select));
                    return items.ToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static CatalogueItem Read(SqlStatement row) => new()
    {
        ProductId = row.GetText(0),
        Name = row.GetText(1),
        Brand = row.GetTextOrNull(2),
        Categories = StoredForms.DecodeCategories(row.GetText(3)),
        UpdatedAt = Instant.Parse(row.GetText(4)),
    };
}
