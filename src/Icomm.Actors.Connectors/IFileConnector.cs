using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors;

/// <summary>A platform whose past comes as a file that a merchant uploads: a row per line of an order, the rows of an order anywhere in the file.</summary>
public interface IFileConnector : IStoreConnector
{
    /// <summary>
    /// Reads a file row by row with memory that does not grow with it. What must never be stored (card data) is left out of the rows: only they are kept, the file is not.
    /// </summary>
    /// <exception cref="StoreException">The file can't be read as a whole, permanently: <c>file_not_utf8</c> (names the line), <c>file_column_missing</c>, <c>file_empty</c>, <c>file_row_too_long</c>.</exception>
    IAsyncEnumerable<FileRow> ReadRowsAsync(StoreConnection connection, Stream file, CancellationToken cancellationToken);

    /// <summary>Puts orders together, each from all its rows.</summary>
    /// <param name="orders">The rows of one order after the other, each order's in the order of the file.</param>
    FileOrders Compose(StoreConnection connection, IReadOnlyList<IReadOnlyList<FileRow>> orders, FileRules rules);
}

/// <summary>One row of an uploaded file.</summary>
/// <param name="Line">Line of the file that the row begins at, from 1; the header is line 1.</param>
/// <param name="OrderKey">What the rows of one order have in common; null when the row can't be used (<paramref name="Problem"/>).</param>
/// <param name="Data">The columns that are kept, in the connector's own words.</param>
/// <param name="Problem">Why the row can't be used; null when it can.</param>
public sealed record FileRow(long Line, string? OrderKey, string Data, FileRejection? Problem = null)
{
    /// <summary>It is no row: all that is wrong with the header, and costs no row, in one <see cref="Problem"/>.</summary>
    public bool IsHeader { get; init; }

    /// <summary>Never prints the row: it is personal data.</summary>
    public override string ToString() => $"{nameof(FileRow)} {Line}";
}

/// <summary>What an upload wants.</summary>
/// <param name="NotBefore">Orders placed before this instant are left out (<c>order_too_old</c>).</param>
/// <param name="ReadAt">When the file was uploaded; breaks ties between two contents of one version.</param>
public sealed record FileRules(DateTimeOffset NotBefore, DateTimeOffset ReadAt);

/// <summary>What some orders' rows became.</summary>
public sealed record FileOrders(ImmutableArray<StoreOrder> Orders, ImmutableArray<FileRejection> Rejected);

/// <summary>A row, or a whole order, that was not taken.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="OrderKey">The order, when that much could be read.</param>
/// <param name="Code">Stable, snake case: <c>date_invalid</c>, <c>amount_invalid</c>, <c>order_too_old</c>, <c>order_contradicts_itself</c> …</param>
/// <param name="Reason">For a person: which column, and what was wrong; no personal data.</param>
public sealed record FileRejection(long Line, string? OrderKey, string Code, string Reason);
