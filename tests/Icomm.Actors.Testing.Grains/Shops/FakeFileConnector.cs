using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>
/// A platform whose past comes as files of the columns <see cref="Header"/>, a row per line of an order, and of which there is nothing to pull. It refuses what a real one refuses:
/// bytes that are no UTF-8, another header, rows with too few columns, amounts that are none, orders that are too old.
/// </summary>
public sealed class FakeFileConnector : IFileConnector
{
    public const string Type = "fake-file";

    public const string Header = "order;email;placed;total;product";

    /// <summary>A header with a problem that costs no row.</summary>
    public const string RepeatedHeader = $"{Header};total";

    public string StoreType => Type;

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Fake files",
        Fields = [],
        Resources = [StoreResource.Orders],
        Lookback = TimeSpan.Zero,
        PageSize = 100,
    };

    /// <summary>A row of a file.</summary>
    public static string Row(string order, string? email, DateTimeOffset placed, decimal total, string product) =>
        string.Create(CultureInfo.InvariantCulture, $"{order};{email};{placed.UtcDateTime:O};{total};{product}");

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => Task.FromResult(new StoreVerification());

    public Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken) => Task.FromResult(new StorePage());

    public async IAsyncEnumerable<FileRow> ReadRowsAsync(StoreConnection connection, Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        for (var line = 1L; await ReadAsync(text, line, cancellationToken) is { } row; line++)
        {
            if (line == 1)
            {
                if (row == RepeatedHeader)
                    yield return new FileRow(line, null, "", new FileRejection(line, null, "column_repeated", "The column total comes twice.")) { IsHeader = true };
                else if (row != Header)
                    throw new StoreException(new StoreProblem("file_column_missing", new("The header is another one.", "The header is another one.", "The header is another one."), new($"Let it be {Header}.", $"Let it be {Header}.", $"Let it be {Header}.")), isTransient: false);
            }
            else
            {
                yield return row.Split(';') is [var order, _, _, _, _]
                    ? new FileRow(line, order, row)
                    : new FileRow(line, null, "", new FileRejection(line, null, "columns_missing", "The row has not five columns."));
            }
        }
    }

    public FileOrders Compose(StoreConnection connection, IReadOnlyList<IReadOnlyList<FileRow>> orders, FileRules rules)
    {
        var (composed, rejected) = (ImmutableArray.CreateBuilder<StoreOrder>(), ImmutableArray.CreateBuilder<FileRejection>());
        foreach (var rows in orders)
        {
            var columns = rows[0].Data.Split(';');
            var placed = DateTimeOffset.Parse(columns[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            if (!decimal.TryParse(columns[3], NumberStyles.Number, CultureInfo.InvariantCulture, out var total))
                rejected.Add(new FileRejection(rows[0].Line, rows[0].OrderKey, "amount_invalid", "The column total is no amount, and \"quoted\"."));
            else if (placed < rules.NotBefore)
                rejected.Add(new FileRejection(rows[0].Line, rows[0].OrderKey, "order_too_old", "The order was placed too long ago."));
            else
                composed.Add(Order(rows, columns, placed, total, rules.ReadAt));
        }

        return new FileOrders(composed.DrainToImmutable(), rejected.DrainToImmutable());
    }

    private static StoreOrder Order(IReadOnlyList<FileRow> rows, string[] columns, DateTimeOffset placed, decimal total, DateTimeOffset readAt) => new()
    {
        OrderId = columns[0],
        PlacedAt = placed,
        UpdatedAt = placed,
        ReadAt = readAt,
        Customer = new CustomerReference { Email = columns[1].Length == 0 ? null : columns[1] },
        Status = OrderStatus.Purchase,
        State = "APROBADA",
        Currency = "UYU",
        Total = Money.From(total),
        Lines = [.. rows.Select(row => row.Data.Split(';')[4]).Select(product => new OrderLine { ProductId = product, Name = product, Units = Quantity.From(1) })],
    };

    private static async Task<string?> ReadAsync(StreamReader text, long line, CancellationToken cancellationToken)
    {
        try
        {
            return await text.ReadLineAsync(cancellationToken);
        }
        catch (DecoderFallbackException exception)
        {
            throw new StoreException(new StoreProblem("file_not_utf8", new($"The file is not UTF-8: about line {line}.", $"The file is not UTF-8: about line {line}.", $"The file is not UTF-8: about line {line}."), new("Save it as UTF-8.", "Save it as UTF-8.", "Save it as UTF-8.")), isTransient: false, exception);
        }
    }
}
