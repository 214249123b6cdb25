using System.Data.Common;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>How connections are made.</summary>
internal static class PostgresConnection
{
    /// <summary>What silos call themselves, unless the connection string says otherwise.</summary>
    public const string ApplicationName = "icomm-actors";

    /// <param name="mostConnections">What the stores use at the same time.</param>
    /// <returns>The pool of connections. What the connection string says goes before what is usual here.</returns>
    /// <exception cref="PersistenceException">The connection string or the password's file can't be read.</exception>
    public static NpgsqlDataSource Source(PersistenceOptions options, int mostConnections)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = ApplicationName,
            MaxPoolSize = mostConnections,
            MaxAutoPrepare = 200,
            NoResetOnClose = true, // nothing is ever set on a connection that another use must not see
            KeepAlive = 30,
            Timeout = 10,
            CommandTimeout = 60,
        };
        Take(settings, options.ConnectionString);
        if (options.PasswordFile is { Length: > 0 } file)
            settings.Password = ReadPassword(file);
        AddOption(settings, "plan_cache_mode=force_custom_plan"); // a plan that was made for an empty table would be kept while it grows to millions of rows
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        if (options.Durability == Durability.ProcessCrash)
            AddOption(settings, "synchronous_commit=off");

        // Only types that every database has are used: it needn't be asked for its own.
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return source.Build();
    }

    /// <summary>Server and database: all that a log may say.</summary>
    public static string Place(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{settings.Host}:{settings.Port}/{settings.Database}";
    }

    /// <summary>Of what is set twice the last is taken: what the connection string says.</summary>
    private static void AddOption(NpgsqlConnectionStringBuilder settings, string option) => settings.Options = $"-c {option} {settings.Options}".TrimEnd();

    private static void Take(NpgsqlConnectionStringBuilder settings, string? connectionString)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (string name in given.Keys)
                settings[name] = given[name];
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Without the reason: it may repeat the string, and that may hold a password.
            throw new PersistenceException(PersistenceErrors.InvalidOptions, $"{nameof(PersistenceOptions)}.{nameof(PersistenceOptions.ConnectionString)} can't be read: write Host=…;Database=…;Username=….");
        }
    }

    private static string ReadPassword(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException(PersistenceErrors.InvalidOptions, $"{nameof(PersistenceOptions)}.{nameof(PersistenceOptions.PasswordFile)} can't be read: {e.Message}", e);
        }
    }
}
