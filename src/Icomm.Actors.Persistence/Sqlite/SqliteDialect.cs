using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>How connections are opened and set.</summary>
internal static class SqliteDialect
{
    // Pages of 4 KB: with 8 KB, rewriting 100,000 rows of 700 bytes in random order took half as long again, since each row costs its page in the log.
    // Checkpoints at 64 MB of log: at 32 MB updates were a fifth slower, at more than 64 MB opening after a crash is felt.
    // Deleted content is overwritten: who was erased is not to be found in a copy of the file.
    private const string WriterSettings = """
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = WAL;
        PRAGMA wal_autocheckpoint = 16000;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -65536;
        PRAGMA temp_store = MEMORY;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        """;

    // No mmap_size: reading a million states took 0.8 s less of 5, narrow passes nothing less, and a disk that fails would end the process instead of a read.
    private const string ReaderSettings = "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;";

    public static SqliteConnection OpenWriter(string file, PersistenceOptions options)
    {
        var connection = Open(file, SqliteOpenMode.ReadWriteCreate, pooling: false, options);
        try
        {
            Run(connection, WriterSettings);
            Run(connection, options.Durability == Durability.PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection OpenReader(string file, bool pooling, PersistenceOptions options)
    {
        var connection = Open(file, SqliteOpenMode.ReadWrite, pooling, options);
        try
        {
            Run(connection, ReaderSettings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A file that is thrown away when the process dies while writing it: no journal, no waiting for the disk, one connection.</summary>
    public static SqliteConnection OpenThrowaway(string file, PersistenceOptions options) => OpenWith(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16384", file, options);

    /// <summary>A small file that is opened for each write and stays one file.</summary>
    public static SqliteConnection OpenSmall(string file, PersistenceOptions options) => OpenWith(
        options.Durability == Durability.PowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF", file, options);

    private static SqliteConnection OpenWith(string settings, string file, PersistenceOptions options)
    {
        var connection = Open(file, SqliteOpenMode.ReadWriteCreate, pooling: false, options);
        try
        {
            Run(connection, settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode, bool pooling, PersistenceOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = pooling, DefaultTimeout = 30 }.ConnectionString);
        connection.Open();
        Run(connection, FormattableString.Invariant($"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}"));
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
