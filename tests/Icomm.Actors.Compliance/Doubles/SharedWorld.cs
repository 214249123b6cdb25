namespace Icomm.Actors.Compliance;

/// <summary>One cluster of two silos for all tests that neither move its clock nor stop its silos.</summary>
public sealed class SharedWorld : IAsyncLifetime
{
    public TestWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await TestWorld.StartAsync(silos: 2);

    public async Task DisposeAsync() => await World.DisposeAsync();
}

/// <summary>The tests on the shared cluster.</summary>
[CollectionDefinition(Name)]
public sealed class SharedWorldTests : ICollectionFixture<SharedWorld>
{
    public const string Name = "shared cluster";
}
