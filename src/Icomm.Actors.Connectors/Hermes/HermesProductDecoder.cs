using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Reads a product of the contract.</summary>
internal static class HermesProductDecoder
{
    /// <exception cref="HermesRecordException">The product can't be read.</exception>
    public static CatalogueItem Decode(JsonElement product) => new()
    {
        ProductId = HermesJson.Id(product, "id") ?? throw new HermesRecordException("id_missing", "id is missing"),
        Name = HermesJson.Text(product, "name") ?? throw new HermesRecordException("name_missing", "name is missing"),
        Brand = HermesJson.Text(product, "brand"),
        Categories = Categories(product),
        UpdatedAt = HermesJson.Instant(product, "updatedAt"),
    };

    /// <summary>From general to specific, as they come. One that is a plain text is its own name.</summary>
    public static ImmutableArray<NamedId> Categories(JsonElement record)
    {
        if (HermesJson.Part(record, "categories", JsonValueKind.Array) is not { } list)
            return [];
        return [.. list.EnumerateArray().Select(Read).OfType<NamedId>().DistinctBy(category => category.Id)];

        static NamedId? Read(JsonElement category)
        {
            var id = category.ValueKind == JsonValueKind.Object ? HermesJson.Text(category, "id") : HermesJson.Text(category);
            return id is null ? null : new NamedId(id, HermesJson.Text(category, "name") ?? id);
        }
    }
}
