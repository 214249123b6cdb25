using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

public sealed class SeededWorldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12345)]
    public void The_same_seed_gives_the_same_run(int seed) => Assert.Equal(TransfersFrom(seed), TransfersFrom(seed));

    [Fact]
    public void Different_seeds_give_different_runs() =>
        Assert.Equal(20, Enumerable.Range(1, 20).Select(TransfersFrom).Distinct().Count());

    [Fact]
    public void A_deadlock_is_reported_with_who_waits_for_whom_the_phase_and_the_seed()
    {
        var world = World(7, responseTimeout: Timeout.InfiniteTimeSpan);
        var failure = Assert.Throws<SeededWorldException>(() => world.Run(async _ =>
        {
            await StartSiloAsync(world, new MemoryGrainStorage());
            world.Phase = "calling in a circle";
            await world.Grains.GetGrain<IAccountGrain>("a").CallBack("b");
        }));

        Assert.Contains("deadlock", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Seed 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("calling in a circle", failure.Message, StringComparison.Ordinal);
        Assert.Contains("account/b@silo-1 called IAccountGrain.CallBack of account/a: waiting on account/a@silo-1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_is_never_answered_times_out_in_virtual_time()
    {
        var world = World(3);
        world.Run(async _ =>
        {
            await StartSiloAsync(world, new MemoryGrainStorage());
            var start = world.TimeProvider.GetUtcNow();
            await Assert.ThrowsAsync<TimeoutException>(() => world.Grains.GetGrain<IAccountGrain>("a").WaitForever());
            Assert.InRange(world.TimeProvider.GetUtcNow() - start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
        });
    }

    [Fact]
    public void Code_that_leaves_the_thread_of_the_world_is_found()
    {
        var world = World(5);
        var failure = Assert.Throws<SeededWorldException>(() => world.Run(async _ =>
        {
            await StartSiloAsync(world, new MemoryGrainStorage());
            await world.Grains.GetGrain<IAccountGrain>("a").LeaveTheWorld();
        }));
        Assert.Contains("account/a", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Task.Run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_before_any_step_never_half_writes_and_never_answers_from_the_dead()
    {
        var outcomes = new HashSet<string>();
        for (var step = 1; step <= 60; step++)
        {
            outcomes.Add(DepositWithCrashAt(step));
        }

        // The crash comes before the write, between the write and the answer, and after all is done.
        Assert.Contains("failed, stored 0", outcomes);
        Assert.Contains("failed, stored 5", outcomes);
        Assert.Contains("answered, stored 5", outcomes);
        Assert.DoesNotContain("answered, stored 0", outcomes);
    }

    [Fact]
    public void A_crashed_run_replays_as_well() => Assert.Equal(DepositWithCrashAt(17), DepositWithCrashAt(17));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_enumeration_ends_with_an_exception_when_its_silo_dies(int seed)
    {
        var world = World(seed);
        world.Run(async _ =>
        {
            var store = new MemoryGrainStorage();
            var silo = await StartSiloAsync(world, store);
            var seen = 0;
            var failure = await Record.ExceptionAsync(async () =>
            {
                await foreach (var number in world.Grains.GetGrain<IAccountGrain>("a").Count(1000))
                {
                    Assert.Equal(seen++, number);
                    if (number == 10)
                    {
                        world.BeforeStep(world.Steps + seed, () => world.Kill(silo));
                        await StartSiloAsync(world, store);
                    }
                }
            });
            Assert.True(failure is SiloUnavailableException or EnumerationAbortedException, $"{failure}");
            Assert.InRange(seen, 11, 999);
        });
    }

    [Fact]
    public void The_clock_jumps_forward_on_demand()
    {
        var world = World(9);
        world.Run(async _ =>
        {
            await StartSiloAsync(world, new MemoryGrainStorage());
            var delay = Task.Delay(TimeSpan.FromHours(1), world.TimeProvider);
            world.JumpClock(TimeSpan.FromHours(5));
            await delay;
            Assert.Equal(new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.Zero), world.TimeProvider.GetUtcNow());
        });
    }

    private static SeededWorld World(int seed, TimeSpan? responseTimeout = null) => new(new()
    {
        Seed = seed,
        Configure = engine =>
        {
            engine.AddGrains(typeof(AccountGrain).Assembly);
            engine.ResponseTimeout = responseTimeout ?? engine.ResponseTimeout;
        },
    });

    private static Task<EmbeddedSilo> StartSiloAsync(SeededWorld world, MemoryGrainStorage store) =>
        world.StartSiloAsync(services => services.AddKeyedSingleton<IGrainStorage>("slow", new SlowStorage(store, world)));

    private static ulong TransfersFrom(int seed)
    {
        var world = World(seed);
        world.Run(async _ =>
        {
            var store = new MemoryGrainStorage();
            await StartSiloAsync(world, store);
            await StartSiloAsync(world, store);
            await Task.WhenAll(Enumerable.Range(0, 10).Select(i => world.Grains.GetGrain<IAccountGrain>($"a{i % 3}").Transfer($"b{i % 4}", i)));
        });
        return world.Trace.Hash;
    }

    private static string DepositWithCrashAt(int step)
    {
        var world = World(11);
        return world.Run(async _ =>
        {
            var store = new MemoryGrainStorage();
            var silo = await StartSiloAsync(world, store);
            world.BeforeStep(step, () => world.Kill(silo));
            var outcome = "answered";
            try
            {
                await world.Grains.GetGrain<IAccountGrain>("a").Deposit(5);
            }
            catch (SiloUnavailableException)
            {
                outcome = "failed";
            }

            // A crash that comes later than the deposit comes now.
            await Task.Delay(TimeSpan.FromMinutes(1), world.TimeProvider);
            world.BeforeStep(1, () => world.Kill(silo));
            await Task.Delay(TimeSpan.FromMinutes(1), world.TimeProvider);
            await StartSiloAsync(world, store);
            return $"{outcome}, stored {await world.Grains.GetGrain<IAccountGrain>("a").Balance()}";
        });
    }
}
