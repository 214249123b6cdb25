using System.Globalization;
using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Brings the schema up to date: the files of Schema/ in the order of their numbers, all that are missing in one transaction. Silos that start together take turns by an advisory lock. A table that somebody
/// uses, as a backup does, is waited for in short turns, since whoever comes after the one that waits waits as well: the silos that serve.
/// </summary>
internal static class PostgresMigrations
{
    private static readonly (int Version, string Name)[] Scripts =
    [
        (1, "0001_initial.sql"),
        (2, "0002_audit_log.sql"),
        (3, "0003_orleans.sql"),
        (4, "0004_compression.sql"),
        (5, "0005_linked_accounts.sql"),
        (6, "0006_resource_ids.sql"),
        (7, "0007_amounts_set_aside.sql"),
        (8, "0008_resolved_records.sql"),
    ];

    /// <summary>For all tables to be let go.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static int Newest => Scripts[^1].Version;

    /// <exception cref="PersistenceException">The database is newer than this program, or somebody uses a table for too long (<c>store_busy</c>).</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                await ApplyMissingAsync(connection, time, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (time.GetElapsedTime(began) >= Patience)
                {
                    throw new PersistenceException(
                        PersistenceErrors.StoreBusy, "The tables can't be upgraded while somebody uses them, as a backup or a long query does: let it end, and start again. Nothing was changed.", e);
                }
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ApplyMissingAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync($"SELECT pg_advisory_xact_lock({PostgresSession.LockKey("schema")})").ConfigureAwait(false);
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, name text NOT NULL, applied_at text NOT NULL)").ConfigureAwait(false);
        await using var select = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM schema_version", connection);
        var current = (int)(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (current > Newest)
        {
            throw new PersistenceException(
                PersistenceErrors.SchemaTooNew,
                $"The database has schema version {current}, this program knows versions up to {Newest}: run the newer program that wrote it, or restore a backup made before the upgrade.");
        }

        await ExecuteAsync("SET LOCAL lock_timeout = '3s'").ConfigureAwait(false);
        foreach (var (version, name) in Scripts)
        {
            if (version <= current)
                continue;
            await ExecuteAsync(Read(name)).ConfigureAwait(false);
            await using var insert = new NpgsqlCommand("INSERT INTO schema_version (version, name, applied_at) VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = version }, new() { Value = name }, new() { Value = Instant.Text(time.GetUtcNow()) } },
            };
            await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        async Task ExecuteAsync(string sql)
        {
            // An index over all profiles takes as long as it takes, and so does another silo that makes one.
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(PostgresMigrations).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Postgres.{name}"))
            ?? throw new InvalidOperationException($"The schema script {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
