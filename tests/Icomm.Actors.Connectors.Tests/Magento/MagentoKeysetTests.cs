using Icomm.Actors.Connectors.Magento;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>Keyset paging against a list that answers as Magento does, for many random shops, page sizes and changes in between.</summary>
public sealed class MagentoKeysetTests
{
    private const long From = 1_000;
    private const long Until = 1_040;

    [Fact]
    public void Every_record_that_stays_is_read_whatever_the_shop_looks_like()
    {
        for (var seed = 0; seed < 3_000; seed++)
            Run(seed, changes: false, capped: false);
    }

    [Fact]
    public void Records_that_leave_the_window_hide_no_other()
    {
        for (var seed = 0; seed < 3_000; seed++)
            Run(seed, changes: true, capped: false);
    }

    [Fact]
    public void A_store_that_sends_smaller_pages_than_asked_for_loses_nothing()
    {
        for (var seed = 0; seed < 1_000; seed++)
            Run(seed, changes: true, capped: true);
    }

    [Fact]
    public void A_page_without_any_readable_key_is_stepped_over()
    {
        var cursor = MagentoCursor.Start(From);

        var second = MagentoKeyset.Next(cursor, Until, pageSize: 2, keys: [], count: 2, total: 5)!;
        Assert.Equal(2, second.Page);
        var third = MagentoKeyset.Next(second, Until, pageSize: 2, keys: [new RecordKey(From + 3, 9)], count: 2, total: 5)!;
        Assert.Equal(1, third.Page);
        Assert.Equal(new RecordKey(From + 3, 9), third.After);
    }

    [Fact]
    public void The_last_page_that_old_magentos_repeat_is_the_last()
    {
        var cursor = MagentoCursor.Start(From) with { Page = 3, PageSize = 2 };

        Assert.Null(MagentoKeyset.Next(cursor, Until, pageSize: 2, keys: [], count: 1, total: 5));
    }

    [Fact]
    public void Contradictions_are_refused()
    {
        var cursor = new MagentoCursor(MagentoWalk.Window, new RecordKey(From + 10, 5), 1, 0, null);

        Assert.Throws<StoreException>(() => MagentoKeyset.Next(cursor, Until, 2, [], count: 0, total: 1));
        Assert.Throws<StoreException>(() => MagentoKeyset.Next(cursor, Until, 2, [new(From + 9, 9), new(From + 10, 6)], count: 2, total: 9));
        Assert.Throws<StoreException>(() => MagentoKeyset.Next(cursor, Until, 2, [new(From + 12, 9), new(From + 11, 6)], count: 2, total: 9));
    }

    [Theory]
    [InlineData(MagentoWalk.Window, 1, 0, null)]
    [InlineData(MagentoWalk.Second, 1, 0, 500)]
    [InlineData(MagentoWalk.Window, 7, 300, 2_147_483_647)]
    public void The_token_keeps_the_cursor(object walk, int page, int size, int? total)
    {
        var cursor = new MagentoCursor((MagentoWalk)walk, new RecordKey(From + 5, 123_456_789_012), page, size, total);

        Assert.Equal(cursor, MagentoCursor.Parse(cursor.ToString(), From, Until));
        Assert.Throws<StoreException>(() => MagentoCursor.Parse(cursor.ToString(), From + 6, Until));
    }

    private static void Run(int seed, bool changes, bool capped)
    {
        var random = new Random(seed);
        var width = random.Next(1, (int)(Until - From) + 1);
        var shop = Enumerable.Range(1, random.Next(0, 60)).Select(id => new RecordKey(From + random.Next(0, width), id)).ToList();
        var pageSize = random.Next(1, 12);
        var cap = capped ? random.Next(1, pageSize + 1) : pageSize;
        var read = new HashSet<long>();
        MagentoCursor? cursor = MagentoCursor.Start(From);
        var requests = 0;
        while (cursor is not null)
        {
            Assert.True(++requests < 1_000, $"seed {seed}: no end");
            cursor = MagentoCursor.Parse(cursor.ToString(), From, Until);
            var (keys, total) = Answer(shop, cursor, pageSize, cap);
            foreach (var key in keys.Where(key => key.CompareTo(cursor.After) > 0))
                Assert.True(read.Add(key.Id), $"seed {seed}: {key} came twice");
            cursor = MagentoKeyset.Next(cursor, Until, pageSize, keys, keys.Count, total);
            if (changes && shop.Count > 0 && random.Next(2) == 0)
                shop[random.Next(shop.Count)] = new RecordKey(Until + 100 + requests, 10_000 + requests);
        }

        var missing = shop.Where(key => key.Second <= Until && !read.Contains(key.Id)).ToArray();
        Assert.True(missing.Length == 0, $"seed {seed}: lost {string.Join(", ", missing)}");
    }

    private static (List<RecordKey> Keys, int Total) Answer(List<RecordKey> shop, MagentoCursor cursor, int pageSize, int cap)
    {
        var found = cursor.Walk == MagentoWalk.Second
            ? shop.Where(key => key.Second == cursor.After.Second && key.Id > cursor.After.Id)
            : shop.Where(key => key.Second >= cursor.After.Second && key.Second <= Until);
        var all = found.Order().ToList();
        return (all.Skip((cursor.Page - 1) * pageSize).Take(cap).ToList(), all.Count);
    }
}
