using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>Makes orders of the report's rows, as the API would have given them. What belongs to the whole order stands on each of its rows and is taken once.</summary>
internal sealed class FenicioFileOrders(FenicioTime time, FileRules rules)
{
    private static readonly char[] CodeSeparators = [',', ';', '|'];

    /// <summary>What must be the same on all rows of an order.</summary>
    private static readonly (FenicioKey Key, Func<FenicioFileRow, object?> Read)[] Shared =
    [
        (FenicioKey.Total, row => row.Number(FenicioKey.Total)),
        (FenicioKey.Currency, row => row[FenicioKey.Currency]?.ToUpperInvariant()),
        (FenicioKey.State, row => row[FenicioKey.State]?.ToUpperInvariant()),
        (FenicioKey.Email, row => CustomerIdentity.NormaliseEmail(row[FenicioKey.Email]) ?? row[FenicioKey.Email]),
    ];

    public FileOrders Compose(IReadOnlyList<IReadOnlyList<FileRow>> orders)
    {
        var composed = ImmutableArray.CreateBuilder<StoreOrder>(orders.Count);
        var rejected = ImmutableArray.CreateBuilder<FileRejection>();
        foreach (var rows in orders.Where(rows => rows.Count > 0))
        {
            var line = rows[0].Line;
            try
            {
                var order = Order(rows, ref line);
                if (order.PlacedAt < rules.NotBefore)
                    rejected.Add(new FileRejection(rows[0].Line, rows[0].OrderKey, "order_too_old", "the order was placed before the day from which orders are wanted"));
                else
                    composed.Add(order);
            }
            catch (RecordException unreadable)
            {
                rejected.Add(new FileRejection(line, rows[0].OrderKey, unreadable.Code, unreadable.Message));
            }
        }

        return new FileOrders(composed.DrainToImmutable(), rejected.ToImmutable());
    }

    /// <param name="line">The line that is looked at, for what may be wrong with it.</param>
    private StoreOrder Order(IReadOnlyList<FileRow> rows, ref long line)
    {
        using var firstJson = JsonDocument.Parse(rows[0].Data);
        var first = new FenicioFileRow(firstJson.RootElement, time);
        var shared = Array.ConvertAll(Shared, each => each.Read(first));
        var terms = new FenicioTerms(first[FenicioKey.State] ?? "", first[FenicioKey.PaymentState], first.Amount(FenicioKey.Total));
        var lines = ImmutableArray.CreateBuilder<OrderLine>(rows.Count);
        var coupons = new List<string>();
        foreach (var each in rows)
        {
            line = each.Line;
            using var json = JsonDocument.Parse(each.Data);
            var row = new FenicioFileRow(json.RootElement, time);
            for (var i = 0; i < Shared.Length; i++)
            {
                if (!Equals(Shared[i].Read(row), shared[i]))
                    throw new RecordException("order_contradicts_itself", $"{FenicioColumns.Of(Shared[i].Key)} is not what it is in line {rows[0].Line}, which belongs to the same order");
            }

            lines.Add(terms.Line(
                row[FenicioKey.Product], row[FenicioKey.Sku], row[FenicioKey.Name], row.Number(FenicioKey.Quantity) ?? 0, row[FenicioKey.Brand], row[FenicioKey.Category]));
            coupons.AddRange((row[FenicioKey.Coupon] ?? row[FenicioKey.CouponUsed])?.Split(CodeSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
        }

        line = rows[0].Line;
        var (started, finished, paid) = (first.Instant(FenicioKey.StartedAt), first.Instant(FenicioKey.FinishedAt), first.Instant(FenicioKey.PaidAt));
        var placed = RecordDates.Placed(finished ?? started, $"{FenicioColumns.Of(FenicioKey.FinishedAt)} (or {FenicioColumns.Of(FenicioKey.StartedAt)})");
        return new StoreOrder
        {
            OrderId = rows[0].OrderKey!,
            Number = first[FenicioKey.Number],
            PlacedAt = placed,
            UpdatedAt = Version(new[] { placed, started ?? placed, paid ?? placed }.Max()),
            ReadAt = rules.ReadAt,
            Customer = Customer(first),
            Status = terms.Status,
            State = terms.State,
            Currency = FenicioTerms.CurrencyOf(first[FenicioKey.Currency], FenicioColumns.Of(FenicioKey.Currency).ToString()),
            Total = terms.Total,
            Refunded = terms.Refunded,
            Lines = lines.DrainToImmutable(),
            Coupons = [.. coupons.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>
    /// A file tells how an order stood when the file was made, which nobody knows and may be long ago, and has fewer dates than the API (none of a cancellation). So where it has the same dates as what
    /// was read from the shop, the shop is believed: Fenicio's dates are whole seconds, and the file's version is the second before. Of two files the one that was uploaded later is.
    /// </summary>
    private static DateTimeOffset Version(DateTimeOffset lastDate) => lastDate.AddSeconds(-1);

    private static CustomerReference Customer(FenicioFileRow row)
    {
        // The buyer's column has the id or the name, by what the merchant's report is set to: only an id is of use.
        var id = row[FenicioKey.Buyer] is { } buyer && buyer.All(char.IsAsciiDigit) ? buyer : null;
        var customer = new CustomerReference
        {
            StoreCustomerId = id,
            Email = row[FenicioKey.Email],
            Document = row[FenicioKey.Document],
            FirstName = row[FenicioKey.FirstName],
            LastName = row[FenicioKey.LastName],
        };
        return RecordBuyer.Known(customer, $"{FenicioColumns.Of(FenicioKey.Email)} and {FenicioColumns.Of(FenicioKey.Document)} are empty");
    }
}
