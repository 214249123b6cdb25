using System.Diagnostics;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks;

/// <summary>Calls of 128 callers to 10,000 grains: what the engine itself costs.</summary>
internal static class CallsBenchmark
{
    private const int Callers = 128;
    private const int Grains = 10_000;
    private const int Calls = 2_000_000;

    private static readonly DatabaseSettings Settings = new() { TimeZone = "Etc/UTC", Currency = "UYU" };

    public static async Task RunAsync(Report report)
    {
        using var folder = new BenchmarkFolder();
        await using var silo = await BenchmarkSilo.StartAsync(folder.Path);
        var factory = silo.Services.GetRequiredService<IGrainFactory>();
        var grains = Enumerable.Range(0, Grains)
            .Select(i => factory.GetGrain<ICustomerProfileGrain>(new ProfileKey("benchmark", "calls", $"{i:D26}").ToString())).ToArray();

        var activation = await MeasureAsync(grains, Grains);
        report.Row("first calls: activation with a read of the store", Grains / activation.TotalSeconds, "activations/s");
        await MeasureAsync(grains, Calls / 10);
        report.Row("calls", Calls / (await MeasureAsync(grains, Calls)).TotalSeconds, "calls/s");
    }

    private static async Task<TimeSpan> MeasureAsync(ICustomerProfileGrain[] grains, int calls)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < calls;)
                await grains[i % Grains].EvaluateAsync(default, Settings, null);
        })));
        return Stopwatch.GetElapsedTime(started);
    }
}
