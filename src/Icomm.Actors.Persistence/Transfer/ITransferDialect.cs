using System.Collections.Immutable;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>What the two databases differ in when all that one holds is moved to the other.</summary>
internal interface ITransferDialect
{
    StoreProvider Provider { get; }

    /// <summary>Whether a text can have the character 0.</summary>
    bool HoldsZero { get; }

    /// <summary>Sees that there is a database where the options say, before one is begun there by opening it. Creates and changes nothing.</summary>
    /// <exception cref="PersistenceException">Code <c>database_missing</c>, and those of a place that can't be looked at.</exception>
    Task RequireDatabaseAsync(CancellationToken cancellationToken);

    /// <summary>All tables that there are, whether they move or not.</summary>
    ImmutableArray<string> TableNames(SqlSession session);

    /// <summary>The tables that move, by name, as the catalogue has them. Uploads are the tables of <see cref="UploadTables"/>, wherever they are kept.</summary>
    ImmutableArray<TransferTable> Tables(SqlSession session);

    /// <summary>The rows of a table in the order of its key.</summary>
    IRowSource Read(SqlSession session, TransferTable table);

    /// <summary>Takes rows for a table, within the transaction.</summary>
    /// <param name="table">With the columns in the order in which values come.</param>
    IRowSink Write(SqlSession session, TransferTable table);

    /// <summary>The last number that was given to a row of each table whose rows are numbered by the database, so that none is given again though its row is gone.</summary>
    ImmutableDictionary<string, long> LastNumbers(SqlSession session);

    /// <summary>Goes on numbering the rows of a table after a number. Does nothing for a table whose rows get their numbers otherwise.</summary>
    void NumberAfter(SqlSession session, string table, long last);

    /// <summary>Whether a silo that this process can't exclude by its data folder works on the database.</summary>
    bool IsInUse(SqlSession session);
}

/// <summary>Rows of a table, one after the other.</summary>
internal interface IRowSource : IDisposable
{
    /// <returns>False after the last one.</returns>
    bool Read(TransferRow row);
}

/// <summary>Takes rows of a table. They are in it after <see cref="Complete"/>, once the transaction is committed.</summary>
internal interface IRowSink : IDisposable
{
    void Add(TransferRow row);

    void Complete();
}
