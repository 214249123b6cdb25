using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IActivityQueries"/> must say after writes of profiles: the sums of what was written, and of nothing else.</summary>
public abstract class ActivityCompliance
{
    private static readonly CalendarZone Zone = CalendarZone.Get("America/Montevideo");

    protected abstract StoreFixture Open();

    [Fact]
    public async Task Sums_equal_brute_force_also_beside_writes_that_fail()
    {
        await using var store = Open();
        var random = new Random(11);
        var counted = new Tally();
        var versions = new long[40];
        for (var round = 0; round < 15; round++)
        {
            var writes = new List<(Task<VersionedWrite> Write, ZonedActivity Activity, bool IsGood)>();
            using (await store.HoldCommitsAsync(() => store.Profiles.WriteAsync(Samples.Key(1_000 + round), 0, new byte[] { 1 }, Samples.Nobody, null, default)))
            {
                for (var i = 0; i < 60; i++)
                {
                    var number = random.Next(versions.Length);
                    var isGood = random.Next(4) > 0;
                    var activity = new ZonedActivity(Activity(random), Zone);
                    writes.Add((store.Profiles.WriteAsync(Samples.Key(number), isGood ? versions[number]++ : 999, new byte[] { 1 }, Samples.Nobody, activity, default), activity, isGood));
                }
            }

            foreach (var (write, activity, isGood) in writes)
            {
                Assert.Equal(isGood, (await write).Succeeded);
                if (isGood)
                    counted.Add(activity.Activity);
            }

            if (round == 7)
                await store.ReopenAsync();
        }

        await counted.CheckAsync(store);
        Assert.Empty(await store.Activity.MonthsAsync("acme", "other", default));
        Assert.Empty(await store.Activity.NewCustomersAsync("other", "main", default));
        Assert.Empty(await store.Activity.TopAsync("acme", "other", PostedTermKind.Brand, new DateOnly(2000, 1, 1), new DateOnly(2100, 1, 1), 10, default));
    }

    [Fact]
    public async Task A_profile_that_goes_takes_its_sums_with_it_and_one_that_stays_does_not()
    {
        await using var store = Open();
        var (kept, gone, counted) = (Samples.State(3, "ana@example.com"), Samples.State(5, "bea@example.com"), new Tally());
        foreach (var (number, state) in new[] { (1, kept), (2, gone) })
            await store.Profiles.WriteAsync(Samples.Key(number), 0, state.Encoded, state.Summarize(), new ZonedActivity(Arrival(state), Zone), default);
        counted.Add(Arrival(kept));

        Assert.False((await store.Profiles.DeleteAsync(Samples.Key(1), 7, new ZonedActivity(kept.Withdraw(), Zone), default)).Succeeded);
        Assert.True((await store.Profiles.DeleteAsync(Samples.Key(2), 1, new ZonedActivity(gone.Withdraw(), Zone), default)).Succeeded);

        await counted.CheckAsync(store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_that_fails_adds_what_it_has_written(bool afterCommit)
    {
        await using var store = Open();
        var random = new Random(12);
        var counted = new Tally();
        for (var i = 0; i < 10; i++)
        {
            var activity = Activity(random);
            if (i % 3 == 1)
                store.FailNextCommit(afterCommit);
            var error = await Record.ExceptionAsync(() => store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, new ZonedActivity(activity, Zone), default));
            Assert.Equal(i % 3 == 1, error is not null);
            if (await store.Profiles.ReadAsync(Samples.Key(i), default) is not null)
                counted.Add(activity);
        }

        await counted.CheckAsync(store);
    }

    [Fact]
    public async Task A_month_is_the_databases_own()
    {
        await using var store = Open();
        var instant = new DateTimeOffset(2026, 3, 1, 2, 30, 0, TimeSpan.Zero); // the evening of 28 February in Montevideo
        await WriteAsync(store, 1, 0, new ProfileActivity { Postings = [Posting(1, instant, "UYU", 100, [])], FirstPurchaseAfter = instant });
        Assert.Equal(new MonthActivity(new DateOnly(2026, 2, 1), "UYU", 1, 100, 20_000), Assert.Single(await store.Activity.MonthsAsync("acme", "main", default)));
        Assert.Equal(new NewCustomers(new DateOnly(2026, 2, 1), 1), Assert.Single(await store.Activity.NewCustomersAsync("acme", "main", default)));
    }

    [Fact]
    public async Task What_is_taken_off_again_is_gone_and_names_are_the_latest()
    {
        await using var store = Open();
        var (january, february) = (new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 15, 12, 0, 0, TimeSpan.Zero));
        PostedTerm old = new(PostedTermKind.Product, "i1", "p1", "Camisa"), renamed = old with { Name = "Camisa azul" };
        var brand = new PostedTerm(PostedTermKind.Brand, "", "acme", "Acme");
        await WriteAsync(store, 1, 0, new ProfileActivity { Postings = [Posting(1, january, "EUR", 100, [old, brand])], FirstPurchaseAfter = january });
        await WriteAsync(store, 2, 0, new ProfileActivity { Postings = [Posting(1, february, "EUR", 500, [renamed])], FirstPurchaseAfter = february });
        Assert.Equal(new TermActivity(PostedTermKind.Product, "i1", "p1", "Camisa azul", 2), Assert.Single(await TopAsync(1, 2)));

        // The order of January was one of February.
        await WriteAsync(store, 1, 1, new ProfileActivity
        {
            Postings = [Posting(-1, january, "EUR", 100, [old, brand]), Posting(1, february, "EUR", 130, [renamed, brand])], FirstPurchaseBefore = january, FirstPurchaseAfter = february,
        });
        Assert.Equal(new MonthActivity(new DateOnly(2026, 2, 1), "EUR", 2, 630, 40_000), Assert.Single(await store.Activity.MonthsAsync("acme", "main", default)));
        Assert.Equal(new NewCustomers(new DateOnly(2026, 2, 1), 2), Assert.Single(await store.Activity.NewCustomersAsync("acme", "main", default)));
        Assert.Empty(await TopAsync(1, 1));
        Assert.Equal(new TermActivity(PostedTermKind.Product, "i1", "p1", "Camisa azul", 2), Assert.Single(await TopAsync(2, 2)));

        // Cancelled. The name of the old reading is not the latest.
        await WriteAsync(store, 2, 1, new ProfileActivity { Postings = [Posting(-1, february, "EUR", 500, [old])], FirstPurchaseBefore = february });
        Assert.Equal(new TermActivity(PostedTermKind.Product, "i1", "p1", "Camisa azul", 1), Assert.Single(await TopAsync(1, 12)));
        Assert.Equal(1, Assert.Single(await store.Activity.NewCustomersAsync("acme", "main", default)).Customers);

        async Task<ImmutableArray<TermActivity>> TopAsync(int from, int to) =>
            await store.Activity.TopAsync("acme", "main", PostedTermKind.Product, new DateOnly(2026, from, 1), new DateOnly(2026, to, 1), 10, default);
    }

    [Fact]
    public async Task Sums_go_beyond_64_bits()
    {
        await using var store = Open();
        var greatest = Money.From(1_000_000_000_000m).TenThousandths;
        var at = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
        {
            var sign = i == 2 ? -1 : 1;
            await WriteAsync(store, i, 0, new ProfileActivity { Postings = [.. Enumerable.Repeat(Posting(sign, at, "EUR", greatest + 1, []), i == 2 ? 1 : 1_000)] });
        }

        Assert.Equal(1_999 * (Int128)(greatest + 1), Assert.Single(await store.Activity.MonthsAsync("acme", "main", default)).Amount);
    }

    private static async Task WriteAsync(StoreFixture store, int number, long version, ProfileActivity activity) =>
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(number), version, new byte[] { 1 }, Samples.Nobody, new ZonedActivity(activity, Zone), default)).Succeeded);

    private static PurchasePosting Posting(int sign, DateTimeOffset at, string currency, long amount, ImmutableArray<PostedTerm> terms) =>
        new(sign, at, currency, new Money(amount), new Quantity(20_000), terms);

    private static ProfileActivity Activity(Random random)
    {
        return new ProfileActivity
        {
            Postings = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new PurchasePosting(
                random.Next(3) == 0 ? -1 : 1, At(), random.Next(3) == 0 ? "USD" : "EUR", new Money(random.NextInt64(-1_000_000, 100_000_000)), new Quantity(random.Next(100_000)),
                [.. Enumerable.Range(0, random.Next(9)).Select(_ => Term()).DistinctBy(term => (term.Kind, term.IntegrationId, term.Id))]))],
            FirstPurchaseBefore = random.Next(3) == 0 ? null : At(),
            FirstPurchaseAfter = random.Next(3) == 0 ? null : At(),
            FirstPurchaseOfMerged = random.Next(5) == 0 ? At() : null,
        };

        DateTimeOffset At() => new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero).AddHours(random.Next(24 * 400));

        PostedTerm Term()
        {
            var (kind, id) = ((PostedTermKind)random.Next(1, 4), random.Next(40).ToString(CultureInfo.InvariantCulture));
            return new PostedTerm(kind, kind == PostedTermKind.Brand ? "" : "i" + random.Next(2), id, "name " + id);
        }
    }

    /// <summary>What a profile posts that is written with all of its orders at once.</summary>
    private static ProfileActivity Arrival(ProfileState state)
    {
        var withdrawal = state.Withdraw();
        return new ProfileActivity { Postings = [.. withdrawal.Postings.Select(posting => posting with { Sign = 1 })], FirstPurchaseAfter = withdrawal.FirstPurchaseBefore };
    }

    private sealed class Tally
    {
        private readonly List<PurchasePosting> _postings = [];
        private readonly List<(DateOnly Month, int Sign)> _firsts = [];

        public void Add(ProfileActivity activity)
        {
            _postings.AddRange(activity.Postings);
            if (activity.FirstPurchaseBefore is { } before)
                _firsts.Add((MonthOf(before), -1));
            if (activity.FirstPurchaseAfter is { } after)
                _firsts.Add((MonthOf(after), 1));
            if (activity.FirstPurchaseOfMerged is { } merged)
                _firsts.Add((MonthOf(merged), -1));
        }

        public async Task CheckAsync(StoreFixture store)
        {
            var months = _postings.GroupBy(posting => (Month: MonthOf(posting.PlacedAt), posting.Currency)).Select(month => new MonthActivity(
                month.Key.Month, month.Key.Currency, month.Sum(posting => posting.Sign),
                Sum(month.Select(posting => posting.Sign * posting.Amount.TenThousandths)), Sum(month.Select(posting => posting.Sign * posting.Units.TenThousandths))));
            Assert.Equal(
                months.Where(month => month.Purchases != 0).OrderBy(month => month.Month).ThenBy(month => month.Currency, StringComparer.Ordinal),
                await store.Activity.MonthsAsync("acme", "main", default));

            var customers = _firsts.GroupBy(first => first.Month).Select(month => new NewCustomers(month.Key, month.Sum(first => first.Sign)));
            Assert.Equal(customers.Where(month => month.Customers != 0).OrderBy(month => month.Month), await store.Activity.NewCustomersAsync("acme", "main", default));

            foreach (var kind in Enum.GetValues<PostedTermKind>())
            {
                foreach (var (from, to) in new[] { (new DateOnly(2025, 1, 1), new DateOnly(2027, 12, 1)), (new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 1)), (new DateOnly(2025, 12, 1), new DateOnly(2026, 1, 1)) })
                {
                    var terms = _postings
                        .Where(posting => MonthOf(posting.PlacedAt) >= from && MonthOf(posting.PlacedAt) <= to)
                        .SelectMany(posting => posting.Terms.Where(term => term.Kind == kind).Select(term => (term, posting.Sign)))
                        .GroupBy(term => term.term)
                        .Select(term => new TermActivity(kind, term.Key.IntegrationId, term.Key.Id, term.Key.Name, term.Sum(posting => posting.Sign)))
                        .Where(term => term.Purchases > 0)
                        .OrderByDescending(term => term.Purchases).ThenBy(term => term.IntegrationId, StringComparer.Ordinal).ThenBy(term => term.Id, StringComparer.Ordinal);
                    foreach (var limit in new[] { 3, 1_000 })
                        Assert.Equal(terms.Take(limit), await store.Activity.TopAsync("acme", "main", kind, from, to, limit, default));
                }
            }
        }

        private static DateOnly MonthOf(DateTimeOffset instant)
        {
            var day = Zone.DateOf(instant);
            return new DateOnly(day.Year, day.Month, 1);
        }

        private static Int128 Sum(IEnumerable<long> values) => values.Aggregate((Int128)0, (sum, value) => sum + value);
    }
}
