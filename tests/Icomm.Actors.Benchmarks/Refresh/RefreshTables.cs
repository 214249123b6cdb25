using System.Globalization;
using System.Text;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>The shop as the CSV files that the databases load: orders, their lines, and what the catalogue says of products.</summary>
internal static class RefreshTables
{
    public static async Task WriteAsync(RefreshShop shop, string folder)
    {
        await using (var orders = Create(folder, "orders"))
        await using (var lines = Create(folder, "lines"))
        {
            for (var customer = 0; customer < shop.Customers; customer++)
            {
                foreach (var order in shop.OrdersOf(customer))
                {
                    orders.Write(string.Create(
                        CultureInfo.InvariantCulture, $"{order.Id},{order.Customer},{order.PlacedAt:yyyy-MM-dd HH:mm:ss},{order.Cents},{order.Units},{order.Coupon}\n"));
                    foreach (var line in order.Lines)
                        lines.Write(string.Create(CultureInfo.InvariantCulture, $"{order.Id},{line.Product},{line.Units}\n"));
                }
            }
        }

        await using (var products = Create(folder, "products"))
        await using (var productCategories = Create(folder, "product_categories"))
        {
            for (var i = 0; i < RefreshCatalogue.Products.Length; i++)
            {
                var line = RefreshCatalogue.Products[i].Line;
                products.Write($"{i},{line.Name},{line.Brand}\n");
                foreach (var category in line.Categories)
                    productCategories.Write($"{i},{category.Id}\n");
            }
        }

        await using (var categories = Create(folder, "categories"))
        {
            foreach (var (id, name) in RefreshCatalogue.Categories)
                categories.Write($"{id},{name}\n");
        }

        await using var segments = Create(folder, "segments");
        var names = SegmentTable.Of(SegmentMaps.Icomm);
        for (var cell = 0; cell < RfmScore.Cells; cell++)
            segments.Write($"{RfmScore.OfCell(cell).Code},{names[cell]}\n");
    }

    private static StreamWriter Create(string folder, string table) => new(Path.Combine(folder, $"{table}.csv"), append: false, new UTF8Encoding(false), 1 << 20);
}
