using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Reads a product of the contract.</summary>
internal static class HermesProductDecoder
{
    /// <exception cref="RecordException">The product can't be read.</exception>
    public static CatalogueItem Decode(JsonElement product) => new()
    {
        ProductId = HermesJson.Id(product, "id") ?? throw new RecordException("id_missing", "id is missing"),
        Name = RecordJson.Text(product, "name") ?? throw new RecordException("name_missing", "name is missing"),
        Brand = RecordJson.Text(product, "brand"),
        Categories = Categories(product),
        UpdatedAt = HermesJson.Instant(product, "updatedAt"),
    };

    /// <summary>From general to specific, as they come. One that is a plain text is its own name.</summary>
    public static ImmutableArray<NamedId> Categories(JsonElement record)
    {
        if (RecordJson.Part(record, "categories", JsonValueKind.Array) is not { } list)
            return [];
        return [.. list.EnumerateArray().Select(Read).OfType<NamedId>().DistinctBy(category => category.Id)];

        static NamedId? Read(JsonElement category)
        {
            var id = category.ValueKind == JsonValueKind.Object ? RecordJson.Text(category, "id") : RecordJson.Text(category);
            return id is null ? null : new NamedId(id, RecordJson.Text(category, "name") ?? id);
        }
    }
}
