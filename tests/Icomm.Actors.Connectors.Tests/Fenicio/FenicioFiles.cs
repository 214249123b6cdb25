using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>Reads files the way an import does: row by row, then order by order.</summary>
internal static class FenicioFiles
{
    public static readonly DateTimeOffset UploadedAt = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static readonly StoreConnection Connection = new("i-1", ImmutableDictionary<string, string>.Empty);

    /// <summary>Columns that an order can't do without, and a row of them.</summary>
    public const string Header = "Código pedido;Estado;Fecha fin;Moneda;Importe total pedido;E-mail comprador;SKU;Cantidad comprada";

    public const string Row = "A-1;APROBADA;30/06/2025 09:05:07;UYU;1.234,50;ana@shop.example;77:R:U;2";

    public static async Task<List<FileRow>> ReadAsync(IFileConnector connector, Stream file)
    {
        var rows = new List<FileRow>();
        await foreach (var row in connector.ReadRowsAsync(Connection, file, CancellationToken.None))
            rows.Add(row);
        return rows;
    }

    public static Task<List<FileRow>> ReadAsync(IFileConnector connector, string file) => ReadAsync(connector, new MemoryStream(Encoding.UTF8.GetBytes(file)));

    public static Task<List<FileRow>> ReadAsync(IFileConnector connector, byte[] file) => ReadAsync(connector, new MemoryStream(file));

    public static FileOrders Compose(IFileConnector connector, IEnumerable<FileRow> rows, DateTimeOffset? notBefore = null) => connector.Compose(
        Connection,
        [.. rows.Where(row => row.OrderKey is not null).GroupBy(row => row.OrderKey).Select(order => (IReadOnlyList<FileRow>)[.. order])],
        new FileRules(notBefore ?? DateTimeOffset.MinValue, UploadedAt));

    /// <summary>The orders of a file of one order with these rows.</summary>
    public static async Task<FileOrders> ComposeAsync(IFileConnector connector, string header, params string[] rows) =>
        Compose(connector, await ReadAsync(connector, string.Join('\n', [header, .. rows])));

    /// <summary>All that an order is, as text: records of arrays don't compare by what they hold.</summary>
    public static string Describe(StoreOrder order, bool inAnyOrder = false)
    {
        var lines = order.Lines.Select(line => $"{line.ProductId}|{line.Name}|{line.Units}|{line.Brand}|{string.Join(',', line.Categories)}");
        var customer = order.Customer;
        return $"{order.OrderId} {order.Number} {order.PlacedAt:O} {order.UpdatedAt:O} {order.Status} {order.State} {order.Currency} {order.Total} {order.Refunded} "
            + $"{customer.StoreCustomerId}|{customer.Email}|{customer.Document}|{customer.FirstName}|{customer.LastName} {string.Join(',', order.Coupons)}\n"
            + string.Join('\n', inAnyOrder ? lines.Order(StringComparer.Ordinal) : lines);
    }
}
