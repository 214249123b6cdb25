using Icomm.Actors.Persistence.Sqlite;
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

    public override async Task<IDisposable> HoldCommitsAsync(Func<Task> first)
    {
        var gate = new Gate(1);
        Database.Hooks.BeforeCommit = gate.Pass;
        _ = first();
        await gate.Reached;
        return gate;
    }

    public override async Task<IDisposable> HoldReadsAsync(Func<Task> first)
    {
        var gate = new Gate(_options.ProfileReaders);
        Database.Readers.BeforeBatch = gate.Pass;
        _ = first(); // wakes every reader
        await gate.Reached;
        return gate;
    }

    public override void FailNextCommit(bool afterCommit)
    {
        if (afterCommit)
            Database.Hooks.AfterCommit = Fail;
        else
            Database.Hooks.BeforeCommit = Fail;

        void Fail()
        {
            (Database.Hooks.BeforeCommit, Database.Hooks.AfterCommit) = (null, null);
            throw new IOException("injected");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Build() => new ServiceCollection().AddLogging().AddIcommPersistence(_options).BuildServiceProvider();
}
