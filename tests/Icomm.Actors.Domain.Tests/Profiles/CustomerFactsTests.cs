using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

public sealed class CustomerFactsTests
{
    [Fact]
    public void An_account_without_an_order_is_a_profile()
    {
        var update = ProfileState.Empty.Apply("m", [], [Account("Ana", Noon)], Noon);
        Assert.True(update.IsChanged);
        Assert.Equal(1, update.CustomersChanged);
        Assert.Equal(("ana@example.com", "Ana", 0), (update.State.Summarize().Email, update.State.Summarize().FirstName, update.State.OrderCount));
    }

    [Fact]
    public void The_same_account_again_changes_nothing_and_an_older_one_neither()
    {
        var state = ProfileState.Empty.Apply("m", [], [Account("Ana", Noon)], Noon).State;
        Assert.False(state.Apply("m", [], [Account("Ana", Noon) with { ReadAt = Noon.AddDays(1) }], Noon).IsChanged);
        Assert.False(state.Apply("m", [], [Account("Old", Noon.AddDays(-1))], Noon).IsChanged);
        Assert.Equal("Bea", state.Apply("m", [], [Account("Bea", Noon) with { ReadAt = Noon.AddDays(1) }], Noon).State.Customer.FirstName);
    }

    [Fact]
    public void What_unified_stores_say_differently_is_kept_of_each()
    {
        var state = ProfileState.Empty.Apply("magento", [], [Account("Ana", Noon, ("name", "Ana"))], Noon).State
            .Apply("fenicio", [], [Account("Anita", Noon.AddHours(-1), ("nombre", "Anita"))], Noon).State;

        Assert.Equal<string>(["fenicio", "magento"], state.Customer.Stores.Select(s => s.IntegrationId));
        Assert.Equal("Anita", state.Customer.Stores[0].Attributes["nombre"]);
        Assert.Equal("Ana", state.Customer.Stores[1].Attributes["name"]);
        Assert.Equal("Ana", state.Customer.FirstName);
    }

    [Fact]
    public void A_newer_order_names_the_customer_and_an_older_one_does_not()
    {
        var state = ProfileState.Empty.Apply("m", [], [Account("Account", Noon)], Noon).State
            .Apply("m", [Order("1", Noon.AddDays(-1)) with { Customer = Account("Before", Noon).Reference }], [], Noon).State;
        Assert.Equal("Account", state.Customer.FirstName);

        state = state.Apply("m", [Order("2", Noon.AddDays(1)) with { Customer = Account("After", Noon).Reference }], [], Noon).State;
        Assert.Equal("After", state.Customer.FirstName);
    }

    [Fact]
    public void Hearing_accounts_and_orders_in_any_order_gives_the_same_bytes()
    {
        var random = new Random(5);
        for (var n = 0; n < 300; n++)
        {
            var readings = Enumerable.Range(0, random.Next(1, 8)).Select(i => (
                Integration: $"i{random.Next(2)}",
                Name: $"Name {i / 3}", // never back to a former one
                At: Noon.AddHours(random.Next(4)),
                IsAccount: random.Next(2) == 0,
                Id: i)).ToArray();
            var expected = Apply(readings);
            random.Shuffle(readings);
            Assert.Equal(expected, Apply(readings));
        }

        static ProfileState Apply((string Integration, string Name, DateTimeOffset At, bool IsAccount, int Id)[] readings) => readings.Aggregate(
            ProfileState.Empty,
            (state, r) => (r.IsAccount
                ? state.Apply(r.Integration, [], [Account(r.Name, r.At) with { ReadAt = r.At.AddSeconds(r.Id) }], Noon)
                : state.Apply(r.Integration, [Order($"{r.Id}", r.At) with { Customer = Account(r.Name, r.At).Reference }], [], Noon)).State);
    }

    [Fact]
    public void Odd_texts_come_through_or_are_cut()
    {
        var odd = new CustomerReference { Email = "x@y.z", FirstName = " a\0b ", LastName = new string('ñ', 2_000), StoreCustomerId = new string('7', 2_000), Document = "\ud800" };
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon) with { Customer = odd }], [], Noon).State;
        Assert.Equal(state, ProfileState.Decode([.. state.Encoded]));
        Assert.Equal("ab", state.Customer.FirstName);
        Assert.Equal(500, state.Customer.LastName!.Length);
        Assert.False(state.Apply("m", [Order("1", Noon) with { Customer = odd }], [], Noon).IsChanged);
    }

    [Fact]
    public void Nothing_prints_the_person()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon)], [Account("Ana", Noon)], Noon).State;
        Assert.DoesNotContain("ana", $"{state}{state.Customer}{state.Summarize()}{state.Customer.Stores[0]}", StringComparison.OrdinalIgnoreCase);
    }

    private static StoreCustomer Account(string firstName, DateTimeOffset updatedAt, params (string Key, string Value)[] attributes) => new()
    {
        Reference = new CustomerReference { Email = "Ana@example.com", StoreCustomerId = "c1", FirstName = firstName },
        CreatedAt = Noon, UpdatedAt = updatedAt, ReadAt = updatedAt,
        Attributes = attributes.ToImmutableSortedDictionary(a => a.Key, a => a.Value),
    };
}
