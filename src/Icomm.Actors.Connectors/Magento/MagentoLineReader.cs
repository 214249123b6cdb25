using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Reads an order's lines. Those that belong to another (the variant of a configurable product, the parts of a bundle) are no lines of their own: their parent has the product and
/// the quantity, whichever of the two carries the price (facts §2.5). But a bundle whose price is that of its parts is given back part by part, and its own line may not say so:
/// of a parent no more is left than of the part that most is left of, whole ones counted that something is left of.
/// </summary>
internal sealed class MagentoLineReader
{
    /// <summary>One unit in ten-thousandths.</summary>
    private const long One = 10_000;

    private readonly List<Row> _rows = [];
    private readonly Dictionary<long, (long Left, long Ordered)> _parts = [];

    /// <summary>Whether any of the lines read last was given back, wholly or in part.</summary>
    public bool HasRefunds { get; private set; }

    public void Clear()
    {
        _rows.Clear();
        _parts.Clear();
        HasRefunds = false;
    }

    /// <param name="reader">Stands on the list; left at its end.</param>
    public void Read(ref Utf8JsonReader reader, StringPool pool)
    {
        Clear();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new RecordException("json_invalid", "items is not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new RecordException("json_invalid", "a line is not an object");
            ReadRow(ref reader, pool);
        }
    }

    public ImmutableArray<OrderLine> ToLines()
    {
        if (_rows.Count == 0)
            return [];
        var lines = new OrderLine[_rows.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var row = _rows[i];
            lines[i] = new OrderLine { ProductId = row.ProductId, Name = row.Name, Units = new Quantity(UnitsOf(row)) };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    private long UnitsOf(Row row)
    {
        if (row.ItemId is not { } id || !_parts.TryGetValue(id, out var part))
            return row.Left;
        var left = (long)((Int128)row.Ordered * part.Left / part.Ordered);
        var whole = row.Ordered % One == 0 ? (left + One - 1) / One * One : left;
        return Math.Min(row.Left, whole);
    }

    private void ReadRow(ref Utf8JsonReader reader, StringPool pool)
    {
        string? productId = null, sku = null, title = null;
        long? itemId = null, parentId = null;
        long ordered = 0, canceled = 0, refunded = 0;
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("sku"u8):
                    sku = MagentoJson.Text(ref reader, pool, "sku");
                    break;
                case 4 when name.SequenceEqual("name"u8):
                    title = MagentoJson.Text(ref reader, pool, "name");
                    break;
                case 7 when name.SequenceEqual("item_id"u8):
                    itemId = MagentoJson.Id(ref reader, "item_id", "json_invalid");
                    break;
                case 10 when name.SequenceEqual("product_id"u8):
                    productId = MagentoJson.Text(ref reader, pool, "product_id");
                    break;
                case 11 when name.SequenceEqual("qty_ordered"u8):
                    ordered = MagentoJson.TenThousandths(ref reader, "qty_ordered") ?? 0;
                    break;
                case 12 when name.SequenceEqual("qty_canceled"u8):
                    canceled = MagentoJson.TenThousandths(ref reader, "qty_canceled") ?? 0;
                    break;
                case 12 when name.SequenceEqual("qty_refunded"u8):
                    refunded = MagentoJson.TenThousandths(ref reader, "qty_refunded") ?? 0;
                    break;
                case 14 when name.SequenceEqual("parent_item_id"u8):
                    parentId = MagentoJson.Id(ref reader, "parent_item_id", "json_invalid");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        HasRefunds |= refunded > 0;
        var left = Math.Max(0, ordered - canceled - refunded);
        if (parentId is { } parent)
        {
            AddPart(parent, left, ordered);
            return;
        }

        // A product that was deleted leaves its lines without product_id; the sku then stands for it.
        var id = productId ?? (sku is null ? null : "sku:" + sku) ?? throw new RecordException("id_missing", "a line has neither product_id nor sku");
        _rows.Add(new Row(itemId, id, title ?? sku ?? id, ordered, left));
    }

    private void AddPart(long parent, long left, long ordered)
    {
        if (ordered > 0 && (!_parts.TryGetValue(parent, out var most) || (Int128)left * most.Ordered > (Int128)most.Left * ordered))
            _parts[parent] = (left, ordered);
    }

    private readonly record struct Row(long? ItemId, string ProductId, string Name, long Ordered, long Left);
}
