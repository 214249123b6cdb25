using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Tests.Profiles;
using Icomm.Actors.Testing.Grains;
using Icomm.Actors.Testing.Grains.Stores;

namespace Icomm.Actors.Simulation.Checks;

/// <summary>The heart: every profile equals brute force over the shops' orders, and no order is missing, there twice, or in the wrong profile.</summary>
internal static class ProfileChecks
{
    public static readonly ImmutableArray<DatabaseSettings> AllSettings =
    [
        new() { TimeZone = "America/Montevideo", Currency = "UYU", Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 40.123m) },
        new() { TimeZone = "Europe/Madrid", Currency = "USD", OlderWindow = OlderWindowPolicy.Lifetime },
    ];

    /// <param name="account">Of all profiles.</param>
    /// <param name="database">Of all profiles.</param>
    /// <param name="today">The last day of the world.</param>
    public static void Check(FakeBackend backend, IReadOnlyList<ShopUnderTest> shops, string account, string database, DateOnly today, Violations violations)
    {
        var expected = Expected(backend, shops);
        var rows = backend.Profiles.Rows;
        foreach (var row in rows)
        {
            violations.Expect(row.Key.Account == account && row.Key.Database == database, () => $"{row.Key} is in the wrong place");
            if (!expected.Remove(row.Key.ProfileId, out var person))
                violations.Add($"profile {row.Key.ProfileId} belongs to nobody: {row.Summary}");
            else
                Check(row, person, today, violations);
        }

        foreach (var (profileId, person) in expected)
            violations.Add($"profile {profileId} is missing: {person.Orders.Count} orders [{string.Join(' ', person.Orders.Select(order => order.Order.OrderId))}]");
    }

    private static Dictionary<string, Person> Expected(FakeBackend backend, IReadOnlyList<ShopUnderTest> shops)
    {
        var people = new Dictionary<string, Person>();
        foreach (var shop in shops)
        {
            foreach (var order in shop.Orders)
            {
                if (PersonOf(shop.IdentityOf(order.Customer)) is { } person)
                    person.Orders.Add((shop.Key.IntegrationId, order));
            }

            foreach (var customer in shop.Accounts)
                PersonOf(shop.IdentityOf(customer.Reference));
        }

        return people;

        Person? PersonOf(CustomerIdentity? identity)
        {
            if (identity is null)
                return null;
            var id = backend.IdentityKey.DigestOf(identity);
            if (!people.TryGetValue(id, out var person))
                people.Add(id, person = new Person(identity));
            return person;
        }
    }

    private static void Check(FakeProfileRow row, Person person, DateOnly today, Violations violations)
    {
        var id = row.Key.ProfileId;
        var state = row.Decode();
        violations.Expect(state.OrderCount == person.Orders.Count, () => $"profile {id} holds {state.OrderCount} orders, expected {person.Orders.Count}");
        violations.Expect(row.Summary == state.Summarize(), () => $"profile {id}: the columns don't fit the state");
        violations.Expect(row.Summary.Email == person.Identity.Email, () => $"profile {id}: its e-mail is wrong");

        var oracle = new BruteForceProfile();
        foreach (var (integration, order) in person.Orders)
            oracle.Add(integration, order);
        foreach (var settings in AllSettings)
        {
            CheckPurchases(id, state, person, today, settings, violations);
            foreach (var asOf in (ReadOnlySpan<DateOnly>)[today, today.AddDays(-45), today.AddDays(-200), today.AddDays(30)])
                CheckIndicators(id, oracle.Fields(asOf, settings), state.Evaluate(asOf, settings), violations);
        }
    }

    /// <summary>The very orders, by id: two wrongs might make the same sum.</summary>
    private static void CheckPurchases(string id, ProfileState state, Person person, DateOnly today, DatabaseSettings settings, Violations violations)
    {
        if (settings.OlderWindow != OlderWindowPolicy.Lifetime)
            return;
        var actual = state.Explain("ICOMMKT_Purchases_360_Plus_Days", today.AddDays(1), settings).Select(purchase => $"{purchase.IntegrationId}:{purchase.OrderId}").Order(StringComparer.Ordinal).ToList();
        var expected = person.Orders.Where(order => Counts(order.Order)).Select(order => $"{order.IntegrationId}:{order.Order.OrderId}").Order(StringComparer.Ordinal).ToList();
        violations.Expect(actual.SequenceEqual(expected), () => $"profile {id} counts [{string.Join(' ', actual)}], expected [{string.Join(' ', expected)}]");
    }

    private static bool Counts(StoreOrder order) => order.Status == OrderStatus.Purchase && !(order.Total > Money.Zero && order.Refunded >= order.Total);

    private static void CheckIndicators(string id, SortedDictionary<string, string> expected, ProfileIndicators actual, Violations violations)
    {
        foreach (var field in actual.ToFields())
        {
            var value = BruteForceProfile.Text(field.Value);
            violations.Expect(
                expected.TryGetValue(field.Name, out var wanted) && wanted == value, () => $"profile {id} as of {actual.AsOf:O}: {field.Name} is '{value}', expected '{wanted}'");
        }
    }

    private sealed record Person(CustomerIdentity Identity)
    {
        public List<(string IntegrationId, StoreOrder Order)> Orders { get; } = [];
    }
}
