using System.Data.Common;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// A database of either dialect, as the stores that both share see it. What they hand in may be run again after an error that left nothing behind: it changes nothing but the database and its own
/// variables.
/// </summary>
internal interface ISqlDatabase
{
    /// <summary>Runs within a transaction that is durable when the task completes.</summary>
    Task<TResult> WriteAsync<TResult>(Func<SqlSession, TResult> write, CancellationToken cancellationToken);

    /// <summary>For the passes of a refresh and of publishing. Sees one state of the database.</summary>
    Task<TResult> ReadAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken);

    /// <summary>For queries of the master data, which must not wait for passes.</summary>
    Task<TResult> ReportAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken);

    /// <summary>Runs a query on a pooled connection, away from the caller's thread.</summary>
    Task<TResult> QueryAsync<TResult>(Func<DbConnection, TResult> query, CancellationToken cancellationToken);

    /// <summary>Opens the database, unless that has been done.</summary>
    Task OpenAsync(CancellationToken cancellationToken);
}
