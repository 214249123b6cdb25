using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// Builds a <see cref="GeneratedSource"/>: orders per customer follow a heavy-tailed law (a few buy very often, many once or never), ids grow with
/// creation time, updated_at is never before created_at and never after the end.
/// </summary>
internal static class GeneratedShop
{
    private const double CustomerSkew = 2.5;

    private static readonly string[] FirstNames =
        ["Ana", "Bruno", "Camila", "Diego", "Elena", "Felipe", "Gabriela", "Hugo", "Inés", "João", "Lucía", "Martín", "Nadia", "Óscar", "Paula", "Rafael"];

    private static readonly string[] LastNames =
        ["Acosta", "Borges", "Castro", "Duarte", "Espinosa", "Fernández", "García", "Hernández", "Ibarra", "Lima", "Muñoz", "Núñez", "Pereira", "Silva"];

    private static readonly (string Country, string City)[] Places =
        [("UY", "Montevideo"), ("AR", "Buenos Aires"), ("BR", "São Paulo"), ("CL", "Santiago"), ("MX", "Ciudad de México"), ("UY", "Salto")];

    public static ShopData Build(GeneratedSource source, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(source.Customers);
        ArgumentOutOfRangeException.ThrowIfNegative(source.Orders);
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Products, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Days, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(source.StoreViews, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Currencies.Count, 1);

        var random = new Random(source.Seed);
        var end = WholeSeconds(source.End ?? clock.GetUtcNow().UtcDateTime);
        var start = end.AddDays(-source.Days);
        var views = Views(source);
        var catalogue = GeneratedCatalogue.Build(source, random, start);
        var plan = Plan(source, random, start, end);
        var customers = Customers(source, random, views, plan, start, end);
        var guests = Guests(source, random, customers);
        var factory = new OrderFactory(catalogue, views, random, nextLineId: 1);
        var memos = new List<ShopCreditMemo>();
        var orders = new ShopOrder[plan.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            var (at, buyerIndex) = plan[i];
            var buyer = buyerIndex >= 0 ? customers[buyerIndex] : guests[(int)(guests.Length * Math.Pow(random.NextDouble(), 1.5))];
            var view = views[buyer.StoreViewId];
            orders[i] = factory.LiveThrough(factory.Place(i + 1, view, buyer, at), end, memos);
        }

        return new ShopData(
            views,
            catalogue,
            new ShopSnapshot(EntitySet<ShopOrder>.From(orders), EntitySet<ShopCustomer>.From(customers), EntitySet<ShopCreditMemo>.From(memos)));
    }

    private static List<StoreView> Views(GeneratedSource source)
    {
        var views = new List<StoreView>
        {
            new()
            {
                Id = 0, Code = "admin", Name = "Admin", GroupId = 0, GroupCode = "default", GroupName = "Default", WebsiteId = 0, WebsiteCode = "admin",
                WebsiteName = "Admin", BaseCurrency = source.Currencies[0], DisplayCurrency = source.Currencies[0],
            },
        };
        for (var id = 1; id <= source.StoreViews; id++)
        {
            var site = (id - 1) % source.Currencies.Count;
            var currency = source.Currencies[site];
            views.Add(new StoreView
            {
                Id = id,
                Code = id == 1 ? "default" : $"view_{id}",
                Name = id == 1 ? "Default Store View" : $"Store View {id}",
                GroupId = site + 1,
                GroupCode = site == 0 ? "main_website_store" : $"store_{site + 1}",
                GroupName = site == 0 ? "Main Website Store" : $"Store {site + 1}",
                WebsiteId = site + 1,
                WebsiteCode = site == 0 ? "base" : $"site_{site + 1}",
                WebsiteName = site == 0 ? "Main Website" : $"Website {site + 1}",
                BaseCurrency = currency,
                DisplayCurrency = currency,
                Locale = "es_UY",
                TimeZone = "America/Montevideo",
            });
        }

        return views;
    }

    /// <summary>When each order is placed, ascending, and by which customer (a negative index means a guest).</summary>
    private static (DateTime At, int Buyer)[] Plan(GeneratedSource source, Random random, DateTime start, DateTime end)
    {
        var plan = new (DateTime At, int Buyer)[source.Orders];
        var seconds = (end - start).TotalSeconds;
        for (var i = 0; i < plan.Length; i++)
        {
            // One random instant in each of equal slices: even over time, and sorted without sorting.
            var at = start.AddSeconds(Math.Floor(seconds * (i + random.NextDouble()) / plan.Length));
            var guest = source.Customers == 0 || random.NextDouble() < source.GuestShare;
            plan[i] = (at, guest ? -1 : (int)(source.Customers * Math.Pow(random.NextDouble(), CustomerSkew)));
        }

        // Whoever buys most shouldn't have the lowest ids.
        var shuffled = Enumerable.Range(0, source.Customers).ToArray();
        random.Shuffle(shuffled);
        for (var i = 0; i < plan.Length; i++)
        {
            if (plan[i].Buyer >= 0) plan[i].Buyer = shuffled[plan[i].Buyer];
        }

        return plan;
    }

    /// <summary>Customers register before their first order; ids grow with registration, so the plan's indexes are rewritten to the sorted ones.</summary>
    private static ShopCustomer[] Customers(
        GeneratedSource source, Random random, List<StoreView> views, (DateTime At, int Buyer)[] plan, DateTime start, DateTime end)
    {
        var firstOrder = new DateTime?[source.Customers];
        foreach (var (at, buyer) in plan)
        {
            if (buyer >= 0) firstOrder[buyer] ??= at;
        }

        var registered = new DateTime[source.Customers];
        for (var i = 0; i < registered.Length; i++)
        {
            registered[i] = firstOrder[i] is { } first
                ? first.AddSeconds(-random.Next(60, random.NextDouble() < 0.7 ? 3_600 : 60 * 86_400))
                : start.AddSeconds(Math.Floor((end - start).TotalSeconds * random.NextDouble()));
        }

        var order = Enumerable.Range(0, source.Customers).ToArray();
        Array.Sort(order, (a, b) => registered[a] != registered[b] ? registered[a].CompareTo(registered[b]) : a.CompareTo(b));
        var rank = new int[source.Customers];
        var customers = new ShopCustomer[source.Customers];
        for (var i = 0; i < customers.Length; i++)
        {
            var at = registered[order[i]];
            rank[order[i]] = i;
            customers[i] = Person(random, i + 1, views[1 + random.Next(views.Count - 1)], at);
        }

        for (var i = 0; i < plan.Length; i++)
        {
            if (plan[i].Buyer >= 0) plan[i].Buyer = rank[plan[i].Buyer];
        }

        return customers;
    }

    private static ShopCustomer Person(Random random, int id, StoreView view, DateTime at)
    {
        var first = FirstNames[random.Next(FirstNames.Length)];
        var last = LastNames[random.Next(LastNames.Length)];
        var (country, city) = Places[random.Next(Places.Length)];
        return new ShopCustomer
        {
            Id = id,
            Email = $"{Ascii(first)}.{Ascii(last)}.{id.ToString(CultureInfo.InvariantCulture)}@shop.example",
            FirstName = first,
            LastName = last,
            CreatedAt = at,
            UpdatedAt = at,
            StoreViewId = view.Id,
            WebsiteId = view.WebsiteId,
            GroupId = random.NextDouble() < 0.9 ? 1 : 2,
            Country = country,
            City = city,
            Phone = random.NextDouble() < 0.5 ? $"+598 9{random.Next(1_000_000, 9_999_999)}" : null,
            BirthDate = random.NextDouble() < 0.3 ? new DateOnly(random.Next(1945, 2006), random.Next(1, 13), random.Next(1, 29)) : null,
            Gender = random.NextDouble() < 0.6 ? random.Next(1, 4) : null,
            TaxNumber = random.NextDouble() < 0.1 ? $"{random.Next(10_000_000, 99_999_999)}" : null,
            IsSubscribed = random.NextDouble() < 0.4,
        };
    }

    private static ShopCustomer[] Guests(GeneratedSource source, Random random, ShopCustomer[] customers)
    {
        var guests = new ShopCustomer[Math.Max(1, (int)(source.Orders * source.GuestShare * 0.6))];
        for (var i = 0; i < guests.Length; i++)
        {
            var (country, city) = Places[random.Next(Places.Length)];
            var email = customers.Length > 0 && random.NextDouble() < 0.1 ? customers[random.Next(customers.Length)].Email : $"guest-{i + 1}@shop.example";
            if (random.NextDouble() < 0.05) email = email.ToUpperInvariant();
            guests[i] = new ShopCustomer
            {
                Id = 0,
                Email = email,
                FirstName = FirstNames[random.Next(FirstNames.Length)],
                LastName = LastNames[random.Next(LastNames.Length)],
                StoreViewId = 1 + random.Next(source.StoreViews),
                Country = country,
                City = city,
            };
        }

        return guests;
    }

    private static string Ascii(string name) =>
        string.Concat(name.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAscii));

    private static DateTime WholeSeconds(DateTime at) =>
        DateTime.SpecifyKind(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), DateTimeKind.Utc);
}
