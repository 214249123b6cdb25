using System.Text;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Fenicio;

/// <summary>The report "Productos por venta".</summary>
public sealed class FenicioCsvTests
{
    private static readonly ShopData Shop = new GeneratedSource { Orders = 50, Customers = 10, Products = 10, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc) }.Build(TimeProvider.System);

    private static readonly int Lines = Shop.Orders.Sum(order => order.Lines.Count(line => !line.IsVariant));

    [Fact]
    public void A_report_has_86_columns_and_a_row_a_line()
    {
        var rows = Rows(FenicioCsv.Write(Shop, new FenicioCsvOptions { Delimiter = '\t', NewLine = "\r" }), '\r');

        Assert.Equal(1 + Lines, rows.Length);
        Assert.All(rows, row => Assert.Equal(86, row.Split('\t').Length));
        Assert.Equal(86, FenicioCsvLabels.All.Select(label => label.Spanish).Distinct().Count());
        Assert.Equal(86, FenicioCsvLabels.All.Select(label => label.Portuguese).Distinct().Count());
    }

    [Fact]
    public void Rows_can_come_in_any_order()
    {
        var options = new FenicioCsvOptions { NewLine = "\r" };
        var shuffled = Rows(FenicioCsv.Write(Shop, options with { ShuffleSeed = 4 }), '\r');

        Assert.NotEqual(Rows(FenicioCsv.Write(Shop, options), '\r'), shuffled);
        Assert.Equal(Rows(FenicioCsv.Write(Shop, options), '\r').Order(StringComparer.Ordinal), shuffled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_byte_order_mark_comes_first() => Assert.Equal([0xEF, 0xBB, 0xBF], FenicioCsv.Write(Shop, new FenicioCsvOptions { ByteOrderMark = true }).Take(3));

    [Fact]
    public void A_report_of_any_size_is_made_while_it_is_read_and_repeats_no_order()
    {
        const int Bytes = 3_000_000;
        using var stream = FenicioCsv.Open(Shop, Bytes, new FenicioCsvOptions { Delimiter = '\t', NewLine = "\r" });
        using var read = new MemoryStream();
        stream.CopyTo(read);

        var rows = Rows(read.ToArray(), '\r')[1..];
        Assert.InRange(read.Length, Bytes, Bytes + 10_000);
        Assert.Equal(rows.Length, rows.Select(row => row.Split('\t')).Select((fields, place) => (fields[3], place % Lines)).Distinct().Count());
        Assert.StartsWith(Encoding.UTF8.GetString(FenicioCsv.Write(Shop, new FenicioCsvOptions { Delimiter = '\t', NewLine = "\r" })), Encoding.UTF8.GetString(read.ToArray()));
    }

    private static string[] Rows(byte[] report, char newLine) => Encoding.UTF8.GetString(report).Split(newLine, StringSplitOptions.RemoveEmptyEntries);
}
