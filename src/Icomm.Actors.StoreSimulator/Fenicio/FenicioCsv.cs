using System.Text;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>The report "Productos por venta" of a shop, as a merchant downloads it: a row a line of an order, the order's own columns on each of them.</summary>
public static class FenicioCsv
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The whole report.</summary>
    public static byte[] Write(ShopData shop, FenicioCsvOptions? options = null)
    {
        using var stream = new MemoryStream();
        Write(shop, stream, options);
        return stream.ToArray();
    }

    public static void Write(ShopData shop, Stream stream, FenicioCsvOptions? options = null)
    {
        options ??= new FenicioCsvOptions();
        foreach (var row in Beginning(options).Concat(Rows(shop, options, copy: 0))) stream.Write(row);
    }

    /// <summary>A report of at least <paramref name="bytes"/>, made while it is read and kept nowhere: the shop's orders again and again, each time under other codes (<c>12-1</c>, <c>12-2</c> …).</summary>
    public static Stream Open(ShopData shop, long bytes, FenicioCsvOptions? options = null)
    {
        options ??= new FenicioCsvOptions();
        return new ChunkStream(Endless());

        IEnumerable<byte[]> Endless()
        {
            var written = 0L;
            for (var copy = 0; written < bytes; copy++)
            {
                foreach (var row in (copy == 0 ? Beginning(options) : []).Concat(Rows(shop, options, copy)))
                {
                    written += row.Length;
                    yield return row;
                    if (copy > 0 && written >= bytes) break;
                }
            }
        }
    }

    private static IEnumerable<byte[]> Beginning(FenicioCsvOptions options)
    {
        if (options.ByteOrderMark) yield return [0xEF, 0xBB, 0xBF];
        yield return Line(options, FenicioCsvLabels.All.Select(label => options.Language == FenicioLanguage.Spanish ? label.Spanish : label.Portuguese));
    }

    private static IEnumerable<byte[]> Rows(ShopData shop, FenicioCsvOptions options, int copy)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        var row = new FenicioCsvRow(options, new FenicioShelves(shop.Catalogue), zone);
        var lines = shop.Orders.SelectMany(order => order.Lines.Where(line => !line.IsVariant).Select(line => (Order: order, Line: line)));
        if (options.ShuffleSeed is { } seed)
        {
            var shuffled = lines.ToArray();
            new Random(seed).Shuffle(shuffled);
            lines = shuffled;
        }

        return lines.Select(each => Line(options, row.Of(each.Order, each.Line, copy)));
    }

    private static byte[] Line(FenicioCsvOptions options, IEnumerable<string> fields) =>
        Utf8.GetBytes(string.Join(options.Delimiter, fields.Select(field => Quote(field, options.Delimiter))) + options.NewLine);

    private static string Quote(string field, char delimiter) =>
        field.AsSpan().IndexOfAny(delimiter, '"', '\n') < 0 && !field.Contains('\r') ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
