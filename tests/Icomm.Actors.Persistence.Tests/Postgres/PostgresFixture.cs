using System.Collections.Concurrent;
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>A database of its own, for the time of a test, on the server that the tests share, and a data folder beside it.</summary>
internal sealed class PostgresFixture : StoreFixture
{
    private const string EmptyAll = """
        DO $$ BEGIN
            EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'orleansquery'));
        END $$
        """;

    /// <summary>Databases that no test uses at present: emptying one takes a tenth of the time of making one.</summary>
    private static readonly ConcurrentBag<string> Empty = [];

    private readonly string _folder = Directory.CreateTempSubdirectory("icomm-persistence-").FullName;
    private readonly PersistenceOptions _options;
    private readonly bool _isShared;
    private ServiceProvider _services;

    public PostgresFixture(Func<PersistenceOptions, PersistenceOptions>? change = null)
        : this(Empty.TryTake(out var connectionString) ? connectionString : Task.Run(MakeAsync).GetAwaiter().GetResult(), isShared: true, change)
    {
    }

    private PostgresFixture(string connectionString, bool isShared, Func<PersistenceOptions, PersistenceOptions>? change)
    {
        _options = new PersistenceOptions { DataFolder = Path.Combine(_folder, "data"), Provider = StoreProvider.Postgres, ConnectionString = connectionString, ProfileWriters = 1 };
        _options = change?.Invoke(_options) ?? _options;
        _isShared = isShared;
        _services = Build();
    }

    public override IServiceProvider Services => _services;

    public PostgresDatabase Database => _services.GetRequiredService<PostgresDatabase>();

    public string ConnectionString => _options.ConnectionString!;

    public override long WriteTransactions => Database.Metrics.WriteTransactions;

    public override long ReadTransactions => Database.Metrics.ReadTransactions;

    /// <summary>A database that somebody else made and removes.</summary>
    public static PostgresFixture On(string connectionString, Func<PersistenceOptions, PersistenceOptions>? change = null) => new(connectionString, isShared: false, change);

    /// <summary>Another silo of the same database and the same data folder.</summary>
    public PostgresFixture Second() => On(ConnectionString, options => options with { DataFolder = _options.DataFolder });

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public override async Task ReopenAsync()
    {
        await _services.DisposeAsync();
        _services = Build();
    }

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_isShared)
        {
            await ScalarAsync(EmptyAll);
            Empty.Add(ConnectionString);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private protected override CommitHooks Hooks => Database.Hooks;

    private protected override int ProfileReaders => _options.ProfileReaders;

    private protected override void BeforeReads(Action pass) => Database.Readers.BeforeBatch = pass;

    private static async Task<string> MakeAsync()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await PostgresMigrations.ApplyAsync(connection, TimeProvider.System, default);
        return connectionString;
    }

    private ServiceProvider Build() => new ServiceCollection().AddLogging().AddIcommPersistence(_options).BuildServiceProvider();
}
