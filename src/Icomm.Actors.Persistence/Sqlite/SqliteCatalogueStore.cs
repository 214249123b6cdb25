using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The table <c>catalogue_items</c>.</summary>
internal sealed class SqliteCatalogueStore(SqliteDatabase database) : ICatalogueStore
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
          AND (updated_at < ?7 OR (updated_at = ?7 AND (name <> ?4 OR brand IS NOT ?5 OR categories <> ?6)))
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
        var ids = JsonSerializer.Serialize(productIds.Distinct(StringComparer.Ordinal));
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                """
                SELECT product_id AS productId, name, brand, categories, updated_at AS updatedAt
                FROM catalogue_items
                WHERE account = @account AND integration_id = @integrationId AND product_id IN (SELECT value FROM json_each(@ids))
                """,
                new { account, integrationId, ids }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return rows.ToImmutableDictionary(row => row.ProductId, row => row.ToItem(), StringComparer.Ordinal);
    }

    private sealed record Row(string ProductId, string Name, string? Brand, string Categories, string UpdatedAt)
    {
        public CatalogueItem ToItem() => new()
        {
            ProductId = ProductId,
            Name = Name,
            Brand = Brand,
            Categories = StoredForms.DecodeCategories(Categories),
            UpdatedAt = Instant.Parse(UpdatedAt),
        };
    }
}
