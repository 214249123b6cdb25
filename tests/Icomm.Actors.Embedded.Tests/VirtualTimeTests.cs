using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

/// <summary>Idle collection and reminders in virtual time, exactly: Orleans can't be tested so.</summary>
public sealed class VirtualTimeTests
{
    [Fact]
    public void An_idle_activation_is_collected_after_its_age_and_before_age_and_two_quanta()
    {
        var world = World();
        world.Run(async _ =>
        {
            var silo = await StartSiloAsync(world, new InMemoryReminderTable());
            await world.Grains.GetGrain<IAccountGrain>("idle").Balance();
            await Task.Delay(TimeSpan.FromMinutes(9), world.TimeProvider);
            Assert.Equal(1, await CountAsync(world));
            await Task.Delay(TimeSpan.FromMinutes(4), world.TimeProvider);
            Assert.Equal(0, await CountAsync(world));
            Assert.True(silo.TakesActivations);
        });
    }

    [Fact]
    public void Reminders_go_on_when_their_silo_is_killed_and_when_all_silos_were_down()
    {
        var world = World();
        world.Run(async _ =>
        {
            var table = new InMemoryReminderTable();
            var first = await StartSiloAsync(world, table);
            var second = await StartSiloAsync(world, table);
            await world.Grains.GetGrain<IAlarmGrain>("alarm").Set(TimeSpan.FromMinutes(10));
            await Task.Delay(TimeSpan.FromMinutes(35), world.TimeProvider);
            world.Kill(first);
            await Task.Delay(TimeSpan.FromMinutes(30), world.TimeProvider);
            world.Kill(second);
            await Task.Delay(TimeSpan.FromMinutes(30), world.TimeProvider);
            await StartSiloAsync(world, table);
            await Task.Delay(TimeSpan.FromMinutes(10), world.TimeProvider);
        });

        // At 10, 20, 30 by the first silo; 40, 50, 60 by the second; 70, 80 and 90 nobody was there; 100 and on by the third.
        Assert.Equal([10, 20, 30, 40, 50, 60, 100], AlarmGrain.Ticks.Select(tick => (int)(tick - new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalMinutes));
    }

    private static SeededWorld World() => new(new()
    {
        Seed = 1,
        Configure = engine =>
        {
            engine.AddGrains(typeof(AccountGrain).Assembly);
            engine.CollectionAge = TimeSpan.FromMinutes(10);
        },
    });

    private static Task<EmbeddedSilo> StartSiloAsync(SeededWorld world, InMemoryReminderTable table) =>
        world.StartSiloAsync(services => services
            .AddSingleton<IReminderTable>(table)
            .AddKeyedSingleton<IGrainStorage>("slow", new MemoryGrainStorage()));

    private static async Task<int> CountAsync(SeededWorld world) =>
        (await world.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(each => each.GrainType.Contains(nameof(AccountGrain), StringComparison.Ordinal))
        .Sum(each => each.ActivationCount);
}
