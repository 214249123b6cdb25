using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>An installation's accounts and keys on a folder of its own, without a silo around them, and a clock.</summary>
internal sealed class StoredKeys : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public StoredKeys()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddIcommPersistence(new PersistenceOptions { DataFolder = DataFolder, Durability = Durability.ProcessCrash })
            .BuildServiceProvider();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("icomm-keys-").FullName;

    public string DataFolder => Path.Combine(Folder, "data");

    public ManualTimeProvider Clock { get; } = new();

    public IAccountStore Accounts => _services.GetRequiredService<IAccountStore>();

    public IApiKeyStore Keys => _services.GetRequiredService<IApiKeyStore>();

    public FirstStart FirstStart(string? keyFile = null) =>
        new(Accounts, _services.GetRequiredService<SqliteDatabase>(), Options.Create(new AccessOptions { FirstKeyFile = keyFile }), Clock);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
