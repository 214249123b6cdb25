using System.Diagnostics;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Benchmarks;

/// <summary>The profile itself, without actors or a store: stored bytes by number of orders, and what applying one more order costs.</summary>
internal static class ProfileBenchmark
{
    private const string Integration = "01a1ff8a1e147785a00b5ddb8cd744d6";
    private const int Rounds = 200;

    public static Task RunAsync(Report report)
    {
        foreach (var orders in new[] { 1, 5, 50, 1_000 })
            report.Row($"stored profile of {orders:N0} orders, three lines each", StateOf(orders).Encoded.Length, "bytes");

        foreach (var orders in new[] { 5, 1_000, 10_000 })
        {
            var state = StateOf(orders);
            var settings = new DatabaseSettings { TimeZone = "America/Montevideo", Currency = "UYU" };
            var random = new Random(2);
            var one = PreparedPages.Order(orders + 1, 0, PreparedPages.End.AddDays(-1), random);
            var changed = PreparedPages.Order(orders / 2, 0, PreparedPages.End.AddDays(-2), random) with { UpdatedAt = PreparedPages.End };
            report.Row($"apply a new order to {orders:N0}", Microseconds(() => Apply(state, one)), "µs");
            report.Row($"apply a changed order to {orders:N0}", Microseconds(() => Apply(state, changed)), "µs");
            report.Row($"evaluate every indicator of {orders:N0}", Microseconds(() => state.Evaluate(new DateOnly(2026, 1, 1), settings)), "µs");
        }

        return Task.CompletedTask;
    }

    /// <summary>All within the last 300 days, so that nothing is folded.</summary>
    private static ProfileState StateOf(int orders)
    {
        var random = new Random(1);
        var step = TimeSpan.FromDays(300) / orders;
        var all = Enumerable.Range(0, orders).Select(i => PreparedPages.Order(i, 0, PreparedPages.End - step * i, random)).ToArray();
        return ProfileState.Empty.Apply(Integration, all, [], PreparedPages.End).State;
    }

    private static ProfileState Apply(ProfileState state, StoreOrder order) => state.Apply(Integration, [order], [], PreparedPages.End).State;

    /// <summary>The median of many: the first ones are compiled while they run.</summary>
    private static double Microseconds(Func<object> action)
    {
        var times = new List<double>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }
}
