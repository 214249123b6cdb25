using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Simulation.Plans;

/// <summary>
/// Writes the history of a shop: what was there when the world starts, and what changes during the storm. Stamps are whole seconds and may be up to three minutes older than
/// the instant a change becomes visible; several changes fall into one second now and then.
/// </summary>
internal sealed class ShopHistory(Random random, FakeShop shop, string name, DateTimeOffset worldStart, TimeSpan storm)
{
    /// <summary>A currency that no profile takes: the order is rejected, and the others of its page and customer must not suffer.</summary>
    public const string Unusable = "";

    /// <summary>Well within the lookback, also together with <see cref="SeededManners.LongestLag"/>.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(3);

    private readonly List<CustomerReference> _people = [];
    private readonly List<CatalogueItem> _products = [];
    private readonly List<CatalogueItem> _unsold = [];
    private readonly List<StoreOrder> _orders = [];
    private readonly List<(string Id, StoreCustomer Account)> _accounts = [];
    private int _versions;

    public void Write()
    {
        for (var i = random.Between(3, 8); i > 0; i--)
            _people.Add(Person(i));
        for (var i = random.Between(3, 6); i > 0; i--)
            AddProduct(_products, $"p{i}", i);
        for (var i = random.Between(1, 3); i > 0; i--)
            AddProduct(_unsold, $"unsold{i}", i);

        var changes = new List<(DateTimeOffset At, Action<DateTimeOffset> Make)>();
        for (var i = random.Between(15, 35); i > 0; i--)
            changes.Add((worldStart - random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromDays(500)), AddOrder));
        for (var i = random.Between(0, 3); i > 0; i--)
            changes.Add((worldStart - random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)), AddAccount));
        for (var i = random.Between(0, 2); i > 0; i--)
            changes.Add((worldStart - random.Between(TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)), AddUnreadable));
        for (var i = random.Between(5, 25); i > 0; i--)
            changes.Add((worldStart + random.Between(TimeSpan.Zero, storm), Change()));

        // Some moments are crowded.
        foreach (var (at, _) in changes.Where(_ => random.Chance(0.15)).ToArray())
        {
            for (var i = random.Between(1, 3); i > 0; i--)
                changes.Add((at + TimeSpan.FromMilliseconds(random.Between(1, 400)), Change()));
        }

        foreach (var (at, make) in changes.OrderBy(change => change.At))
            make(at);
    }

    private Action<DateTimeOffset> Change() => random.Between(0, 9) switch
    {
        <= 3 => AddOrder,
        <= 7 => ChangeOrder,
        8 => ChangeAccount,
        _ => RenameProduct,
    };

    /// <summary>The same e-mails turn up in every shop, each in its own spelling; ids and documents are people of one shop.</summary>
    private CustomerReference Person(int number) => random.Between(0, 9) switch
    {
        <= 4 => new CustomerReference { Email = Spelled($"person{number}@example.com"), StoreCustomerId = random.Chance(0.5) ? $"{number}" : null, FirstName = $"Person {number}" },
        <= 6 => new CustomerReference { Email = $"{name}{number}@example.com" },
        <= 8 => new CustomerReference { StoreCustomerId = $"{number}", LastName = $"Without mail {number}" },
        _ => new CustomerReference { Document = $"1.234.56{number}-8" },
    };

    private string Spelled(string email) => random.Between(0, 2) switch
    {
        0 => email.ToUpperInvariant(),
        1 => $" {email}",
        _ => email,
    };

    private void AddProduct(List<CatalogueItem> products, string id, int number)
    {
        var hasCategories = random.Chance(0.7);
        var item = new CatalogueItem
        {
            ProductId = id,
            Name = $"Product {number}",
            Brand = random.Chance(0.7) ? $"Brand {number % 3}" : null,
            Categories = hasCategories ? [new NamedId($"c{number % 2}", $"Category {number % 2}"), new NamedId($"c{10 + number}", $"Category {10 + number}")] : [],
            UpdatedAt = Stamp(worldStart - TimeSpan.FromDays(1), default),
        };
        products.Add(item);
        shop.Put(item);
    }

    private void AddOrder(DateTimeOffset at)
    {
        var stamp = Stamp(at - Late(), default);
        var order = new StoreOrder
        {
            OrderId = $"{name}-{_orders.Count + 1:000}",
            Number = random.Chance(0.5) ? $"#{_orders.Count + 1}" : null,
            PlacedAt = stamp,
            UpdatedAt = stamp,
            ReadAt = default,
            Customer = random.Chance(0.03) ? new CustomerReference() : _people[random.Next(_people.Count)],
            Status = random.OneOf(OrderStatus.Pending, OrderStatus.Purchase, OrderStatus.Purchase),
            State = State(),
            Currency = random.Chance(0.02) ? Unusable : random.OneOf("UYU", "UYU", "UYU", "USD", "BRL"),
            Total = new Money(random.Between(0, 2_000_000)),
            Lines = Lines(),
            Coupons = random.Chance(0.3) ? [random.OneOf("HOLA", "VERANO", "hola")] : [],
        };
        _orders.Add(order);
        shop.Put(order, at);
    }

    private void ChangeOrder(DateTimeOffset at)
    {
        if (_orders.Count == 0)
            return;
        var index = random.Next(_orders.Count);
        var order = _orders[index];
        order = random.Between(0, 4) switch
        {
            0 => order with { Status = OrderStatus.Purchase },
            1 => order with { Status = OrderStatus.Cancelled },
            2 => order with { Refunded = new Money(order.Total.TenThousandths * random.Between(1, 4) / 4) },
            3 => order with { Lines = Lines() },
            _ => order with { Total = new Money(random.Between(0, 2_000_000)), Refunded = Money.Zero },
        };

        // The state makes every version's content its own: a store that goes back and forth within a second can't be told from one that doesn't.
        order = order with { State = State(), UpdatedAt = Stamp(at - Late(), order.UpdatedAt) };
        _orders[index] = order;
        shop.Put(order, at);
    }

    private void AddAccount(DateTimeOffset at)
    {
        // One account a person: two records under one id with one stamp would overwrite each other for ever.
        if (_accounts.Count == _people.Count)
            return;
        var stamp = Stamp(at - Late(), default);
        var account = new StoreCustomer { Reference = _people[_accounts.Count], CreatedAt = stamp, UpdatedAt = stamp, ReadAt = default };
        var id = $"account-{_accounts.Count + 1}";
        _accounts.Add((id, account));
        shop.Put(id, account, at);
    }

    private void ChangeAccount(DateTimeOffset at)
    {
        if (_accounts.Count == 0)
        {
            AddAccount(at);
            return;
        }

        var index = random.Next(_accounts.Count);
        var (id, account) = _accounts[index];
        account = account with { UpdatedAt = Stamp(at - Late(), account.UpdatedAt), Attributes = account.Attributes.SetItem("version", State()) };
        _accounts[index] = (id, account);
        shop.Put(id, account, at);
    }

    private void RenameProduct(DateTimeOffset at)
    {
        // Only products that nobody buys: a line takes what the catalogue holds when its order is read, and a product that changes just then may come a run too late.
        var index = random.Next(_unsold.Count);
        if (at <= _unsold[index].UpdatedAt)
            return;
        _unsold[index] = _unsold[index] with { Name = $"{_unsold[index].ProductId} {State()}", UpdatedAt = Stamp(at - Late(), _unsold[index].UpdatedAt) };
        shop.Put(_unsold[index], at);
    }

    private void AddUnreadable(DateTimeOffset at)
    {
        var id = $"bad-{++_versions}";
        shop.PutUnreadable(random.OneOf(StoreResource.Orders, StoreResource.Customers), id, new UnreadableRecord(id, "date_invalid", "not a date", $"{{\"id\":\"{id}\"}}"), Stamp(at, default));
    }

    private ImmutableArray<OrderLine> Lines()
    {
        var lines = ImmutableArray.CreateBuilder<OrderLine>();
        for (var i = random.Between(1, 3); i > 0; i--)
        {
            var number = random.Between(1, _products.Count + 1);
            lines.Add(new OrderLine
            {
                ProductId = $"p{number}",
                Name = $"Product {number}",
                Units = Quantity.From(random.Between(0, 5)),
                Brand = random.Chance(0.2) ? "Own brand" : null,
                Categories = random.Chance(0.2) ? [new NamedId("own", "Own category")] : [],
            });
        }

        return lines.DrainToImmutable();
    }

    private TimeSpan Late() => random.Chance(0.15) ? random.Between(TimeSpan.Zero, LongestCommit) : TimeSpan.Zero;

    private string State() => $"state {++_versions}";

    private static DateTimeOffset Stamp(DateTimeOffset at, DateTimeOffset noEarlierThan)
    {
        var stamp = new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return stamp < noEarlierThan ? noEarlierThan : stamp;
    }
}
