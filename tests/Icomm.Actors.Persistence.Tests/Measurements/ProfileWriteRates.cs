using System.Diagnostics;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit.Abstractions;

namespace Icomm.Actors.Persistence.Tests.Measurements;

/// <summary>
/// Rows a second: the raw limit (the same statements in batches on the writer's connection, nothing else) against the grain storage with a number of grains in flight.
/// By hand, in Release: <c>ICOMM_MEASURE=1 dotnet test -c Release --filter ProfileWriteRates --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class ProfileWriteRates(ITestOutputHelper output)
{
    private const int Profiles = 100_000;
    private const int Updates = 200_000;

    private static readonly ProfileSummary Summary = new("someone.somewhere@example.com", "Firstname", "Lastname", 5, 5, Samples.Now.AddYears(-1), Samples.Now);

    [Theory]
    [InlineData(Durability.PowerLoss)]
    [InlineData(Durability.ProcessCrash)]
    public async Task Measure(Durability durability)
    {
        if (Environment.GetEnvironmentVariable("ICOMM_MEASURE") is null)
            return;
        var state = Sized(700);
        output.WriteLine($"{durability}: {state.Encoded.Length} bytes a state");
        foreach (var batch in new[] { 64, 512 })
            await RawAsync(durability, state, batch);
        foreach (var inFlight in new[] { 64, 256, 1_024 })
            await StorageAsync(durability, state, inFlight);
    }

    private async Task RawAsync(Durability durability, ProfileState state, int batch)
    {
        await using var store = new SqliteFixture(options => options with { Durability = durability });
        var random = new Random(1);
        var versions = new long[Profiles];
        var insert = await TimeAsync(Profiles, () => RunAsync(Profiles, i => i));
        var update = await TimeAsync(Updates, () => RunAsync(Updates, _ => random.Next(Profiles)));
        output.WriteLine($"  raw, batches of {batch,5}: insert {insert}  update {update}");

        // One function a batch: the statements of the store without queue entries, tasks or wake-ups between them.
        async Task RunAsync(int count, Func<int, int> pick)
        {
            for (var done = 0; done < count; done += batch)
            {
                var from = done;
                await store.Database.WriteAsync(
                    session =>
                    {
                        for (var i = from; i < Math.Min(from + batch, count); i++)
                        {
                            var profile = pick(i);
                            var write = new SqliteProfileStore.WriteProfile(Samples.Key(profile), versions[profile]++, state.Encoded, Summary);
                            write.Apply(session);
                        }

                        return 0;
                    },
                    default);
            }
        }
    }

    private async Task StorageAsync(Durability durability, ProfileState state, int inFlight)
    {
        await using var store = new SqliteFixture(options => options with { Durability = durability });
        var storage = store.Services.GetRequiredKeyedService<IGrainStorage>(ProfileGrainStorage.Name);
        var grains = Enumerable.Range(0, Profiles).Select(i => (Id: GrainId.Create("profile", Samples.Key(i).ToString()), State: new GrainState<ProfileRecord>(new ProfileRecord { State = state }))).ToArray();
        var insert = await TimeAsync(Profiles, () => RunAsync(Profiles));
        var before = store.WriteTransactions;
        var allocated = GC.GetTotalAllocatedBytes();
        var update = await TimeAsync(Updates, () => RunAsync(Updates));
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var batch = Updates / (double)(store.WriteTransactions - before);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            grains, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (grain, _) => await storage.ReadStateAsync("customer-profile", grain.Id, new GrainState<ProfileRecord>()));
        output.WriteLine(
            $"  storage, {inFlight,5} in flight: insert {insert}  update {update}  read {Profiles / watch.Elapsed.TotalSeconds,9:n0}/s  ({batch:n0} writes a transaction, {allocated / Updates:n0} bytes allocated a write)");

        // Each worker has profiles of its own, as a grain has one write at a time.
        Task RunAsync(int count)
        {
            var left = count;
            return Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(async () =>
            {
                var random = new Random(worker);
                var mine = Profiles / inFlight;
                for (var i = 0; Interlocked.Decrement(ref left) >= 0; i++)
                {
                    var profile = worker + inFlight * (count == Profiles ? i % mine : random.Next(mine));
                    await storage.WriteStateAsync("customer-profile", grains[profile].Id, grains[profile].State);
                }
            })));
        }
    }

    private static async Task<string> TimeAsync(int count, Func<Task> work)
    {
        // Processor time beside the rate: it is the figure that a busy machine doesn't spoil.
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work();
        var rate = count / watch.Elapsed.TotalSeconds;
        process.Refresh();
        return $"{rate,9:n0}/s ({(process.TotalProcessorTime - before).TotalMicroseconds / count,5:n1} µs CPU)";
    }

    private static ProfileState Sized(int bytes)
    {
        var orders = 1;
        while (Samples.State(orders).Encoded.Length < bytes)
            orders++;
        return Samples.State(orders);
    }
}
