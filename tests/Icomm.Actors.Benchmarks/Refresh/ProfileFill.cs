using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>Writes the shop's profiles straight into the store, as the grains would have, outside the clock.</summary>
internal static class ProfileFill
{
    private const string Account = "default";
    private const string Integration = "01a1ff8a1e147785a00b5ddb8cd744d6";
    private const int WritesInFlight = 2_048;

    private static readonly byte[] DigestKey = new byte[32];

    public static ProfileKey KeyOf(string database, int customer)
    {
        CustomerIdentity.TryCreate(Integration, RefreshShop.CustomerOf(customer), out var identity);
        return new ProfileKey(Account, database, IdentityDigest.Compute(identity!, DigestKey));
    }

    /// <summary>Every customer with every order.</summary>
    public static Task WriteAllAsync(BenchmarkSilo silo, string database, RefreshShop shop) => EachAsync(
        Enumerable.Range(0, shop.Customers), async (store, customer) =>
        {
            var key = KeyOf(database, customer);
            await WriteAsync(store, key, expectedVersion: 0, ProfileState.Empty, [.. shop.OrdersOf(customer).Select(RefreshShop.ToStoreOrder)]);
        },
        silo);

    /// <summary>One more order for each customer who returns.</summary>
    public static Task AddNextDayAsync(BenchmarkSilo silo, string database, RefreshShop shop) => EachAsync(
        shop.Returning(), async (store, customer) =>
        {
            var key = KeyOf(database, customer);
            var stored = await store.ReadAsync(key, CancellationToken.None) ?? throw new InvalidOperationException($"Profile {key} is missing.");
            await WriteAsync(store, key, stored.Version, ProfileState.Decode(stored.State), [RefreshShop.ToStoreOrder(shop.NextOrderOf(customer))]);
        },
        silo);

    private static Task EachAsync(IEnumerable<int> customers, Func<IProfileStore, int, Task> write, BenchmarkSilo silo)
    {
        var store = silo.Services.GetRequiredService<IProfileStore>();
        return Parallel.ForEachAsync(customers, new ParallelOptions { MaxDegreeOfParallelism = WritesInFlight }, async (customer, _) => await write(store, customer));
    }

    private static async Task WriteAsync(IProfileStore store, ProfileKey key, long expectedVersion, ProfileState before, ImmutableArray<StoreOrder> orders)
    {
        var after = before.Apply(Integration, orders, [], orders[^1].ReadAt).State;
        var written = await store.WriteAsync(key, expectedVersion, after.Encoded, after.Summarize(), activity: null, CancellationToken.None);
        if (!written.Succeeded)
            throw new InvalidOperationException($"Profile {key} could not be written: {written}.");
    }
}
