using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Tests.Compliance;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

/// <summary>SQLite in a folder of its own, removed at the end.</summary>
internal sealed class SqliteFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("icomm-persistence-").FullName;
    private readonly PersistenceOptions _options;
    private ServiceProvider _services;

    public SqliteFixture(Func<PersistenceOptions, PersistenceOptions>? change = null)
    {
        _options = new PersistenceOptions { DataFolder = Path.Combine(_folder, "data"), Durability = Durability.ProcessCrash };
        _options = change?.Invoke(_options) ?? _options;
        _services = Build();
    }

    public override IServiceProvider Services => _services;

    public string Folder => _options.DataFolder;

    public SqliteDatabase Database => _services.GetRequiredService<SqliteDatabase>();

    public override long WriteTransactions => Database.Metrics.WriteTransactions;

    public override long ReadTransactions => Database.Metrics.ReadTransactions;

    public override async Task ReopenAsync()
    {
        await _services.DisposeAsync();
        _services = Build();
    }

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override CommitHooks Hooks => Database.Hooks;

    private protected override int ProfileReaders => _options.ProfileReaders;

    private protected override void BeforeReads(Action pass) => Database.Readers.BeforeBatch = pass;

    private ServiceProvider Build() => new ServiceCollection().AddLogging().AddIcommPersistence(_options).BuildServiceProvider();
}
