using System.Runtime.CompilerServices;
using System.Text;
using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>A person's orders in the files of a day. ORDERS names them by their UserId only, and the details by no more than the order's number and store.</summary>
internal sealed class OrdersOfPerson
{
    private readonly HashSet<(string Number, string StoreCode)> _orders = [];

    private OrdersOfPerson()
    {
    }

    /// <summary>
    /// CUSTOMERS says which UserId is the person's. Customers of two stores may have the same one: then it says something in the store of the person's account only.
    /// </summary>
    public static async Task<OrdersOfPerson> ReadAsync(string folder, string day, ExportedPerson person, CancellationToken cancellationToken)
    {
        var own = new HashSet<string>();
        await foreach (var columns in RowsAsync(folder, OmnichannelFileName.Customers, day, cancellationToken))
        {
            if (IsOf(person, columns))
                own.Add(columns[0]);
        }

        await foreach (var columns in RowsAsync(folder, OmnichannelFileName.Customers, day, cancellationToken))
        {
            if (!IsOf(person, columns))
                own.Remove(columns[0]);
        }

        var accounts = person.Accounts.Select(CellsOf).ToHashSet();
        var found = new OrdersOfPerson();
        await foreach (var columns in RowsAsync(folder, OmnichannelFileName.Orders, day, cancellationToken))
        {
            if (columns is [var number, var storeCode, var userId, ..] && (own.Contains(userId) || accounts.Contains((storeCode, userId))))
                found._orders.Add((number, storeCode));
        }

        return found;
    }

    /// <summary>Whether a row is of one of these orders. No row of CUSTOMERS is: a UserId and an e-mail are no number and store.</summary>
    public bool Have(string row) => ColumnsOf(row) is [var number, var storeCode, ..] && _orders.Contains((number, storeCode));

    private static async IAsyncEnumerable<string[]> RowsAsync(string folder, string kind, string day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, new OmnichannelFileName(kind, day).ToString());
        if (!File.Exists(file))
            yield break;
        using var reader = new StreamReader(file, Encoding.UTF8);
        await foreach (var row in FileRows.ReadAsync(reader, cancellationToken))
            yield return ColumnsOf(row);
    }

    /// <summary>The first three, and the rest of the row.</summary>
    private static string[] ColumnsOf(string row) => row.Split(DelimitedWriter.Delimiter, 4);

    private static bool IsOf(ExportedPerson person, string[] columns) => columns is [_, var email, ..] && person.Texts.Contains(email, StringComparer.OrdinalIgnoreCase);

    private static (string StoreCode, string UserId) CellsOf((string IntegrationId, string StoreCustomerId) account) =>
        (DelimitedWriter.Cell(account.IntegrationId, OmnichannelWriter.StoreLength), DelimitedWriter.Cell(account.StoreCustomerId, OmnichannelWriter.UserLength));
}
