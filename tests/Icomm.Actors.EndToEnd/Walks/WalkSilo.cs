using Icomm.Actors.EndToEnd.Processes;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>One silo for all walks: each signs up as a company of its own.</summary>
public sealed class WalkSilo : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await SiloProcess.StartAsync(_folder.Path);

    public async Task DisposeAsync()
    {
        try
        {
            Silo.AssertLogsAreClean();
        }
        finally
        {
            await Silo.DisposeAsync();
            _folder.Dispose();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class WalkCollection : ICollectionFixture<WalkSilo>
{
    public const string Name = "walks";
}
