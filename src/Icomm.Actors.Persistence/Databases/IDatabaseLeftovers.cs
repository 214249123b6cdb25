namespace Icomm.Actors.Persistence.Databases;

/// <summary>What is kept in a database, for its deletion; but for its publications and the record of its refreshes, which are of grains of their own.</summary>
public interface IDatabaseLeftovers
{
    /// <summary>Marks the database as one that is being deleted, in one step with finding that no integration feeds it. Durable when the task completes.</summary>
    /// <returns>When it was marked first; null when an integration feeds it, or when there is no such database.</returns>
    Task<DateTimeOffset?> MarkAsync(string account, string database, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes a part of the profiles, their refreshed rows, sums, models, receipts and logs, durably.</summary>
    /// <param name="limit">Most rows of each table: 1 to 1,000.</param>
    /// <returns>False when there was nothing left.</returns>
    Task<bool> DeleteSomeAsync(string account, string database, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes the database's own row, with its settings: from here on nobody finds it. Nothing happens when it is gone, or was not marked.</summary>
    Task DeleteDatabaseAsync(string account, string database, CancellationToken cancellationToken);
}
