using System.Net.Sockets;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>What PostgreSQL's codes mean to the product. What its messages say of values is left out: it may be what was being stored.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether the same may go well a moment later: the server is away or restarting, or two transactions were in each other's way.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => false,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled || IsAway(postgres.SqlState),
        NpgsqlException npgsql => npgsql.IsTransient, // no answer of the server: the connection broke, was never made, or timed out
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    public static PersistenceException Translate(Exception e) => e switch
    {
        PersistenceException persistence => persistence,
        PostgresException postgres => Translate(postgres),
        _ when !IsTransient(e) => new PersistenceException(PersistenceErrors.StoreFailed, "The connection to PostgreSQL refused the operation.", e),
        _ => new PersistenceException(
            PersistenceErrors.StoreBusy, "PostgreSQL can't be reached: see that the server runs and that Persistence:ConnectionString leads to it. Nothing was written; trying again is right.", e),
    };

    private static PersistenceException Translate(PostgresException e)
    {
        var detail = $"PostgreSQL {e.SqlState}";
        return e.SqlState switch
        {
            PostgresErrorCodes.DiskFull => new PersistenceException(
                PersistenceErrors.DiskFull, $"The disk of the PostgreSQL server is full: free space on it. Nothing that was stored is lost. ({detail})", e),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new PersistenceException(
                PersistenceErrors.DatabaseCorrupt, $"The database is damaged: stop the program and restore it from a backup. ({detail})", e),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege =>
                new PersistenceException(
                    PersistenceErrors.StoreFailed, $"PostgreSQL refuses the user, its password or the database: check Persistence:ConnectionString and the password. ({detail})", e),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled =>
                new PersistenceException(PersistenceErrors.StoreBusy, $"Others write the same rows for too long. Nothing was written; trying again is right. ({detail})", e),
            _ when IsAway(e.SqlState) || e.SqlState == PostgresErrorCodes.TooManyConnections => new PersistenceException(
                PersistenceErrors.StoreBusy, $"PostgreSQL is not ready: it is starting, stopping or has no connection left. Nothing was written; trying again is right. ({detail})", e),

            // What is written has none such: PostgresText.
            PostgresErrorCodes.CharacterNotInRepertoire => new PersistenceException(PersistenceErrors.CharacterUnusable, "A text that was looked for has a character that the database can't hold."),

            // Classes 22 and 23 are about values, and their messages repeat them.
            _ when e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal) =>
                new PersistenceException(PersistenceErrors.StoreFailed, $"The database refused a value. ({detail})"),
            _ => new PersistenceException(PersistenceErrors.StoreFailed, $"The database refused the operation. ({detail}: {e.MessageText})", e),
        };
    }

    private static bool IsAway(string sqlState) => sqlState.StartsWith("08", StringComparison.Ordinal)
        || sqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
