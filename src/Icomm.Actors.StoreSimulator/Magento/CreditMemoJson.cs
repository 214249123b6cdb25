using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A credit memo as GET /V1/creditmemos gives it.</summary>
internal static class CreditMemoJson
{
    /// <summary>1 open, 2 refunded, 3 canceled; simulated refunds are done at once.</summary>
    public static int StateOf(ShopCreditMemo memo) => memo.IsCanceled ? 3 : 2;

    public static void Write(Utf8JsonWriter json, ShopCreditMemo memo)
    {
        json.WriteStartObject();
        json.WriteNumber("adjustment_negative"u8, 0);
        json.WriteNumber("adjustment_positive"u8, 0);
        json.WriteString("base_currency_code"u8, memo.View.BaseCurrency);
        MagentoJson.Money(json, "base_grand_total"u8, memo.GrandTotal);
        MagentoJson.Date(json, "created_at"u8, memo.CreatedAt);
        json.WriteNumber("entity_id"u8, memo.Id);
        MagentoJson.Money(json, "grand_total"u8, memo.GrandTotal);
        json.WriteString("increment_id"u8, memo.Number);
        json.WriteNumber("order_id"u8, memo.OrderId);
        json.WriteNumber("state"u8, StateOf(memo));
        json.WriteNumber("store_id"u8, memo.View.Id);
        MagentoJson.Date(json, "updated_at"u8, memo.UpdatedAt);
        json.WriteStartArray("items"u8);
        foreach (var (line, quantity, amount) in memo.Lines)
        {
            json.WriteStartObject();
            MagentoJson.Money(json, "base_price"u8, line.Price);
            MagentoJson.Money(json, "base_row_total"u8, amount);
            json.WriteString("name"u8, line.Name);
            json.WriteNumber("order_item_id"u8, line.Id);
            json.WriteNumber("parent_id"u8, memo.Id);
            MagentoJson.Money(json, "price"u8, line.Price);
            json.WriteNumber("product_id"u8, line.Product.Id);
            json.WriteNumber("qty"u8, quantity);
            MagentoJson.Money(json, "row_total"u8, amount);
            json.WriteString("sku"u8, line.Sku);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
