using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>What SQLite's result codes mean to the product. SQLite's own messages name tables and columns, never values.</summary>
internal static class SqliteErrors
{
    public static PersistenceException Translate(SqliteException e) => Translate(e.SqliteErrorCode, e.SqliteExtendedErrorCode, e.Message, e);

    public static PersistenceException Last(sqlite3 handle) =>
        Translate(raw.sqlite3_errcode(handle), raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string(), null);

    private static PersistenceException Translate(int code, int extendedCode, string message, Exception? inner)
    {
        var detail = $"SQLite {extendedCode}: {message}";
        return (code & 0xFF) switch
        {
            raw.SQLITE_FULL => new PersistenceException(PersistenceErrors.DiskFull, $"The disk is full: free space on the disk of the data folder. Nothing that was stored is lost. ({detail})", inner),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new PersistenceException(
                PersistenceErrors.DatabaseCorrupt, $"The database file is damaged or is no database: stop the program and restore the data folder from a backup. ({detail})", inner),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new PersistenceException(
                PersistenceErrors.StoreBusy, $"Another program holds the database's lock: end it, then try again. Nothing was written. ({detail})", inner),
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => new PersistenceException(
                PersistenceErrors.DataFolderUnusable, $"The database file can't be opened for writing: check the permissions of the data folder. ({detail})", inner),
            _ => new PersistenceException(PersistenceErrors.StoreFailed, $"The database refused the operation. ({detail})", inner),
        };
    }
}
