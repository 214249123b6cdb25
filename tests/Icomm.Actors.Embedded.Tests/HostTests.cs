using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

public sealed class HostTests
{
    [Fact]
    public async Task A_host_starts_and_stops_its_silo_with_its_own_services()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var store = new MemoryGrainStorage();
        builder.Services.AddKeyedSingleton<IGrainStorage>("slow", store);
        builder.Services.AddEmbeddedActors(engine => engine.AddGrains(typeof(AccountGrain).Assembly));
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        Assert.Equal(5, await grains.GetGrain<IAccountGrain>("a").Deposit(5));
        var cluster = host.Services.GetRequiredService<EmbeddedCluster>();
        Assert.Single(cluster.Silos);
        await host.StopAsync();
        Assert.Empty(cluster.Silos);
        await Assert.ThrowsAsync<Orleans.Runtime.SiloUnavailableException>(() => grains.GetGrain<IAccountGrain>("a").Balance());
    }

    [Fact]
    public void Settings_out_of_range_are_refused() =>
        Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            () => new EmbeddedCluster(
                new EmbeddedActorsOptions { CollectionAge = TimeSpan.FromSeconds(1) }.AddGrains(typeof(AccountGrain).Assembly), TimeProvider.System));
}
