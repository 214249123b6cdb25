using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Admin;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>
/// An account with 100,000 orders in one day, read over real HTTP: 1,000 pages of the list and each order's detail. Only time is not real: it moves when the connector waits for its
/// budget, and the shop dates its requests by it.
/// </summary>
public sealed partial class VtexCrowdedDayTests
{
    private const int Orders = 100_000;
    private const int PerMinute = 3_000;
    private const int AtATime = 10;
    private const int MostPages = 30;

    private static readonly DateTime End = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(End.AddHours(1)));

    [Fact]
    public async Task A_day_of_a_hundred_thousand_orders_is_read_within_the_limits_and_nothing_is_lost()
    {
        await using var shop = await OpenAsync();
        await using var harness = new ConnectorHarness(_clock, Patient);
        var connector = harness.Registry.Get("vtex");
        var connection = StoreUnderTest.With(new VtexUnderTest().Connect(shop), "concurrency", $"{AtATime}");
        var window = new TimeInterval(new DateTimeOffset(End.AddDays(-30)), new DateTimeOffset(End));
        var read = new HashSet<string>(Orders);

        var reading = Task.Run(ReadAsync);
        await _clock.RunAsync(reading, TimeSpan.FromSeconds(5));
        await reading;

        Assert.Equal(Orders, read.Count);
        Assert.InRange(shop.Statistics.MaxConcurrent, 2, AtATime);
        Assert.Equal([200], shop.Statistics.ByStatus.Keys);
        var requests = shop.Requests;
        Assert.Equal(shop.Statistics.Requests, requests.Count);
        Assert.Equal(Orders, requests.Count(request => request.Path.StartsWith("/api/oms/pvt/orders/", StringComparison.Ordinal)));
        CheckLists(requests);
        CheckBudget(requests);

        async Task ReadAsync()
        {
            string? token = null;
            do
            {
                var page = await connector.ReadPageAsync(connection, new StorePageRequest(StoreResource.Orders, window, token, connector.Description.PageSize), CancellationToken.None);
                Assert.Empty(page.Unreadable);
                foreach (var order in page.Orders)
                {
                    Assert.True(read.Add(order.OrderId), $"order {order.OrderId} came twice");
                    SameOrder.Check(shop.Data.FindOrder(int.Parse(order.OrderId, CultureInfo.InvariantCulture))!, order);
                }

                token = page.NextPageToken;
            }
            while (token is not null);
        }
    }

    /// <summary>No filter was asked for more than its thirty pages of a hundred.</summary>
    private static void CheckLists(IEnumerable<RequestRecord> requests)
    {
        var lists = requests.Where(request => request.Path == "/api/oms/pvt/orders").Select(request => Paging().Match(request.Query)).ToArray();

        Assert.All(lists, list => Assert.True(list.Success));
        Assert.InRange(lists.Length, Orders / VtexOrderList.MaxPageSize, 1_250);
        Assert.All(lists, list => Assert.InRange(int.Parse(list.Groups[1].Value, CultureInfo.InvariantCulture), 1, MostPages));
        Assert.All(lists, list => Assert.InRange(int.Parse(list.Groups[2].Value, CultureInfo.InvariantCulture), 1, VtexOrderList.MaxPageSize));
    }

    /// <summary>No sixty seconds of the shop's clock, wherever they begin, saw more requests than the budget.</summary>
    private static void CheckBudget(IReadOnlyList<RequestRecord> requests)
    {
        DateTimeOffset[] at = [.. requests.Select(request => request.At).Order()];
        var first = 0;
        for (var last = 0; last < at.Length; last++)
        {
            while (at[last] - at[first] >= TimeSpan.FromMinutes(1))
                first++;
            Assert.True(last - first < PerMinute, $"{last - first + 1} requests in the minute before {at[last]:O}");
        }

        // The time was really waited out: so many requests don't fit into less.
        Assert.True(at[^1] - at[0] >= TimeSpan.FromMinutes(requests.Count / (double)PerMinute), "the requests took less time than their budget allows");
    }

    /// <summary>A busy machine may take long for what is a moment by the test's clock: no attempt may be given up for that.</summary>
    private static void Patient(StoreHttpOptions options) => (options.AttemptTimeout, options.TotalTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromHours(1));

    private Task<SimulatedShop> OpenAsync() => SimulatedShop.StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Vtex,
        Source = new GeneratedSource { Orders = Orders, Customers = 20_000, Products = 200, Days = 1, End = End },
        Clock = _clock,
        RequestLogCapacity = 2 * Orders,
    });

    [GeneratedRegex(@"[?&]page=(\d+)&per_page=(\d+)&")]
    private static partial Regex Paging();
}
