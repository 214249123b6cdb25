using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;

namespace Icomm.Actors.Persistence.Imports;

/// <summary>
/// Where the rows of an uploaded file wait until their orders have been applied. A file is here as a whole or not at all. Rows are personal data: they are deleted as soon as the import has ended.
/// </summary>
public interface IImportStaging
{
    /// <summary>Announces a file and makes room for its rows. What is not complete when the receipt is disposed, or when the process dies, is thrown away.</summary>
    Task<IImportReceipt> ReceiveAsync(ImportKey key, CancellationToken cancellationToken);

    /// <summary>Whether a receipt of this import has not been disposed.</summary>
    Task<bool> IsReceivingAsync(ImportKey key, CancellationToken cancellationToken);

    /// <summary>The next orders by key, in the order of the keys' bytes in UTF-8, each with all its rows wherever in the file they were. Bounded in size too: a batch may be shorter than asked for.</summary>
    /// <param name="after">Key of the last order that was read; null for the first orders.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <returns>None when there are no more.</returns>
    /// <exception cref="PersistenceException"><see cref="PersistenceErrors.ImportRowsMissing"/>: the rows are gone.</exception>
    Task<ImmutableArray<StagedOrder>> ReadAsync(ImportKey key, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes the rows, if there are any.</summary>
    Task DeleteAsync(ImportKey key, CancellationToken cancellationToken);
}

/// <summary>A file that is being received. One call at a time.</summary>
public interface IImportReceipt : IAsyncDisposable
{
    /// <param name="rows">In the order of their lines, each with an order's key.</param>
    Task AddAsync(IReadOnlyList<StagedRow> rows);

    /// <summary>The file has come as a whole. Its rows survive from now on what a write survives.</summary>
    /// <returns>How many orders they belong to.</returns>
    Task<long> CompleteAsync();
}

/// <param name="Line">Line of the file, from 1.</param>
/// <param name="OrderKey">What the rows of one order have in common; not empty.</param>
/// <param name="Data">The columns that are kept, in the connector's own words.</param>
public readonly record struct StagedRow(long Line, string OrderKey, string Data)
{
    /// <summary>Never prints the row: it is personal data.</summary>
    public override string ToString() => $"{nameof(StagedRow)} {Line}";
}

/// <param name="Rows">By line. Of an order with more than <see cref="MostRows"/> rows, or more than <see cref="MostCharacters"/> of data, the first row alone.</param>
/// <param name="IsTooLarge">It has more.</param>
public sealed record StagedOrder(string Key, ImmutableArray<StagedRow> Rows, bool IsTooLarge)
{
    public const int MostRows = 5_000;

    public const int MostCharacters = 8 * 1_024 * 1_024;

    /// <summary>Never prints the rows.</summary>
    public override string ToString() => $"{nameof(StagedOrder)} of {Rows.Length} rows";
}
