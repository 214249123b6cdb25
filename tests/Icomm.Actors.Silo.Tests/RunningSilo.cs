using Icomm.Actors.Connectors;
using Icomm.Actors.Publishing;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Shops;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Silo.Tests;

/// <summary>The host in this process, on a port of its own and an empty folder, with more connectors and one more kind of receiver: scripted ones, one that pushes and one for files.</summary>
public sealed class RunningSilo : IAsyncLifetime
{
    /// <summary>Smaller than usual, so that tests reach it.</summary>
    public const int MaxMessageBytes = 64 * 1_024;

    /// <inheritdoc cref="MaxMessageBytes"/>
    public const int MaxBacklogMessages = 25;

    /// <summary>Largest upload of a historical file.</summary>
    public const int MaxFileBytes = 1_500_000;

    /// <summary>Watchers of runs at a time.</summary>
    public const int MaxProgressStreams = 5;

    private WebApplication? _app;
    private Task<string>? _refreshed;

    /// <summary>With the first key.</summary>
    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Of the account <c>default</c>, with every scope.</summary>
    public string FirstKey { get; private set; } = "";

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("icomm-silo-tests-").FullName;

    /// <summary>A database with the generated shop's customers, refreshed as of a month before <see cref="GeneratedShop.Day"/>, then as of that day twice. Made once; nobody changes it.</summary>
    public Task<string> RefreshedDatabaseAsync()
    {
        return _refreshed ??= MakeAsync();

        async Task<string> MakeAsync()
        {
            var id = await Http.SyncedDatabaseAsync(GeneratedShop.Script);
            await Http.RefreshAsync(id, "2026-02-28");
            await Http.RefreshAsync(id, GeneratedShop.Day);
            await Http.RefreshAsync(id, GeneratedShop.Day);
            return id;
        }
    }

    public async Task InitializeAsync()
    {
        _app = SiloApp.Create(
            [
                "--urls=http://127.0.0.1:0",
                $"--Persistence:DataFolder={DataFolder}",
                $"--Inbox:MaxMessageBytes={MaxMessageBytes}",
                $"--Inbox:MaxBacklogMessages={MaxBacklogMessages}",
                $"--Import:MaxFileBytes={MaxFileBytes}",
                $"--Progress:MaxStreams={MaxProgressStreams}",
                "--RateLimits:Burst=1000000",
                "--Cors:Origins:0=https://app.example",
                $"--Cluster:SiloPort={FreePort.Next()}",
                $"--Cluster:GatewayPort={FreePort.Next()}",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<IStoreConnector, ScriptedConnector>();
                builder.Services.AddSingleton<IStoreConnector, PushingConnector>();
                builder.Services.AddSingleton<IStoreConnector, FakeFileConnector>();
                builder.Services.AddSingleton<IContactSinkFactory, ScriptedSinkFactory>();
            });
        await _app.StartAsync();
        FirstKey = (await File.ReadAllTextAsync(Path.Combine(DataFolder, "first-key"))).Trim();
        Http = Client(FirstKey);
    }

    /// <summary>Another caller.</summary>
    /// <param name="key">Null for somebody without a key.</param>
    public HttpClient Client(string? key)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app!.Urls.Single()) };
        if (key is not null)
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}

/// <summary>One silo for all classes: an engine has one silo in a process.</summary>
[CollectionDefinition(Name)]
public sealed class SiloCollection : ICollectionFixture<RunningSilo>
{
    public const string Name = "silo";
}
