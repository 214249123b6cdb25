using System.Globalization;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Catalogue;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Reads products (facts §2.6): the brand is an attribute whose value is an option's id, the categories are ids; both get their names from the index.</summary>
internal sealed class MagentoProductDecoder(string brandAttribute, MagentoCatalogueIndex index) : MagentoRecordDecoder<CatalogueItem>
{
    public const string Fields =
        "items[id,sku,name,updated_at,extension_attributes[category_links[category_id]],custom_attributes[attribute_code,value]],total_count";

    private readonly byte[] _brandAttribute = Encoding.UTF8.GetBytes(brandAttribute);
    private readonly StringPool _pool = new();
    private readonly List<string> _categories = [];

    public override ReadOnlySpan<byte> IdProperty => "id"u8;

    public override CatalogueItem Decode(ref Utf8JsonReader reader, out RecordKey key)
    {
        long? id = null;
        DateTimeOffset? updatedAt = null;
        string? title = null, sku = null, brand = null;
        _categories.Clear();
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8):
                    id = MagentoJson.Id(ref reader, "id", "id_missing");
                    break;
                case var _ when name.SequenceEqual("sku"u8):
                    sku = MagentoJson.Text(ref reader, _pool, "sku");
                    break;
                case var _ when name.SequenceEqual("name"u8):
                    title = MagentoJson.Text(ref reader, _pool, "name");
                    break;
                case var _ when name.SequenceEqual("updated_at"u8):
                    updatedAt = MagentoJson.Instant(ref reader, "updated_at");
                    break;
                case var _ when name.SequenceEqual("extension_attributes"u8) && reader.TokenType == JsonTokenType.StartObject:
                    ReadExtensions(ref reader);
                    break;
                case var _ when name.SequenceEqual("custom_attributes"u8) && reader.TokenType == JsonTokenType.StartArray:
                    brand = ReadAttributes(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var productId = id ?? throw new RecordException("id_missing", "id is missing");
        var changed = updatedAt ?? throw new RecordException("date_invalid", "updated_at is missing");
        key = new RecordKey(changed.ToUnixTimeSeconds(), productId);
        var text = productId.ToString(CultureInfo.InvariantCulture);
        return new CatalogueItem
        {
            ProductId = text,
            Name = title ?? sku ?? text,
            Brand = brand is null ? null : index.Brand(brand),
            Categories = index.Categories(_categories),
            UpdatedAt = changed,
        };
    }

    private void ReadExtensions(ref Utf8JsonReader reader)
    {
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            if (!name.SequenceEqual("category_links"u8) || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                    throw new RecordException("json_invalid", "a category link is not an object");
                while (MagentoJson.NextProperty(ref reader, out var link))
                {
                    if (link.SequenceEqual("category_id"u8) && MagentoJson.Text(ref reader, _pool, "category_id") is { } category)
                        _categories.Add(category);
                    else
                        reader.Skip();
                }
            }
        }
    }

    /// <returns>The brand attribute's value: an option's id, or a text of its own.</returns>
    private string? ReadAttributes(ref Utf8JsonReader reader)
    {
        string? brand = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new RecordException("json_invalid", "an attribute is not an object");
            var isBrand = false;
            string? value = null;
            while (MagentoJson.NextProperty(ref reader, out var name))
            {
                if (name.SequenceEqual("attribute_code"u8))
                    isBrand = reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual(_brandAttribute);
                else if (name.SequenceEqual("value"u8) && reader.TokenType is JsonTokenType.String or JsonTokenType.Number && reader.ValueSpan.Length <= 256)
                    value = MagentoJson.Text(ref reader, _pool, "value");
                else
                    reader.Skip();
            }

            if (isBrand)
                brand = value;
        }

        return brand;
    }
}
