using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IImportStore"/>, <see cref="IImportStaging"/> and <see cref="IImportReport"/> must do.</summary>
public abstract class ImportCompliance
{
    private static readonly IntegrationKey Integration = new("acme", "shop");
    private static readonly ImportKey Key = new("acme", "shop", "import-1");
    private static readonly ImportKey Other = new("acme", "shop", "import-2");

    protected abstract StoreFixture Open();

    [Fact]
    public async Task An_import_is_written_version_by_version_and_comes_back_whole()
    {
        await using var store = Open();
        Assert.Null(await store.Imports.ReadAsync(Key, default));
        var record = Record(ImportState.Applying, Samples.Now);
        Assert.Equal(new VersionedWrite(true, 1), await store.Imports.WriteAsync(Key, 0, record, default));
        Assert.Equal(new VersionedWrite(false, 1), await store.Imports.WriteAsync(Key, 0, record, default));
        record.Interruptions = 3;
        var write = store.Imports.WriteAsync(Key, 1, record, default);
        record.Interruptions = 99; // the grain goes on with its record
        Assert.Equal(new VersionedWrite(true, 2), await write);
        await store.ReopenAsync();

        var (stored, version) = (await store.Imports.ReadAsync(Key, default))!.Value;
        Assert.Equal((2, 3), (version, stored.Interruptions));
        Assert.Equal(
            (record.Definition, record.State, record.StartedAt, record.ReceivedAt, record.EndedAt, record.Progress, record.Problem, record.IsUnwanted, record.HasRows),
            (stored.Definition, stored.State, stored.StartedAt, stored.ReceivedAt, stored.EndedAt, stored.Progress, stored.Problem, stored.IsUnwanted, stored.HasRows));
        Assert.Equal(record.Rejected, stored.Rejected);
        Assert.Equal((1_234, 90, 45), (stored.File.Bytes, stored.File.Lines, stored.File.Orders));

        Assert.Equal(new VersionedWrite(false, 2), await store.Imports.DeleteAsync(Key, 1, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Imports.DeleteAsync(Key, 2, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Imports.DeleteAsync(Key, 0, default));
        Assert.Null(await store.Imports.ReadAsync(Key, default));
    }

    [Fact]
    public async Task Imports_are_listed_newest_first_and_the_open_ones_are_known()
    {
        await using var store = Open();
        for (var i = 0; i < 7; i++)
        {
            var record = Record(i % 2 == 0 ? ImportState.Succeeded : ImportState.Receiving, Samples.Now);
            record.HasRows = i == 4;
            await store.Imports.WriteAsync(new ImportKey("acme", i == 6 ? "other" : "shop", $"i{i}"), 0, record, default);
        }

        Assert.Equal(["i5", "i4", "i3"], (await store.Imports.ListAsync(Integration, null, 3, default)).Select(row => row.Key.ImportId));
        Assert.Equal(["i2", "i1", "i0"], (await store.Imports.ListAsync(Integration, "i3", 100, default)).Select(row => row.Key.ImportId));
        Assert.Empty(await store.Imports.ListAsync(new("nobody", "shop"), null, 100, default));
        Assert.Equal(["i1", "i3", "i4", "i5"], (await store.Imports.OpenAsync(default)).Select(key => key.ImportId).Order());
        Assert.Equal(4, await store.Imports.CountOpenAsync(Integration, default));
        Assert.Equal(0, await store.Imports.CountOpenAsync(new("acme", "other"), default));
    }

    [Fact]
    public async Task One_import_of_an_integration_has_its_turn_until_it_has_ended()
    {
        await using var store = Open();
        var (late, early, elsewhere) = (Key, Other, new ImportKey("acme", "other", "import-3"));
        await store.Imports.WriteAsync(late, 0, Record(ImportState.Applying, Samples.Now.AddSeconds(1)), default);
        await store.Imports.WriteAsync(elsewhere, 0, Record(ImportState.Applying, Samples.Now.AddSeconds(-1)), default);
        await store.Imports.WriteAsync(early, 0, Record(ImportState.Receiving, null), default);
        Assert.False(await store.Imports.TryTakeTurnAsync(early, default));
        await store.Imports.WriteAsync(early, 1, Record(ImportState.Applying, Samples.Now), default);

        Assert.Equal(early, await store.Imports.FirstInLineAsync(Integration, default));
        Assert.False(await store.Imports.TryTakeTurnAsync(late, default));
        Assert.True(await store.Imports.TryTakeTurnAsync(early, default));
        Assert.True(await store.Imports.TryTakeTurnAsync(early, default));
        Assert.True(await store.Imports.TryTakeTurnAsync(elsewhere, default));

        // A checkpoint keeps the turn, and so does one that comes to be first in line.
        await store.Imports.WriteAsync(early, 2, Record(ImportState.Applying, Samples.Now.AddSeconds(2)), default);
        Assert.Equal(late, await store.Imports.FirstInLineAsync(Integration, default));
        Assert.False(await store.Imports.TryTakeTurnAsync(late, default));
        await store.ReopenAsync();
        Assert.True(await store.Imports.TryTakeTurnAsync(early, default));

        await store.Imports.WriteAsync(early, 3, Record(ImportState.Succeeded, Samples.Now), default);
        Assert.False(await store.Imports.TryTakeTurnAsync(early, default));
        Assert.True(await store.Imports.TryTakeTurnAsync(late, default));
        await store.Imports.DeleteAsync(late, 1, default);
        Assert.Null(await store.Imports.FirstInLineAsync(Integration, default));
    }

    [Fact]
    public async Task Rows_come_back_by_order_wherever_in_the_file_they_were()
    {
        await using var store = Open();
        var rows = Rows(orders: 300, rowsOfEach: 3);
        Assert.Equal(300, await ReceiveAsync(store, Key, rows, batch: 100));
        await store.ReopenAsync();

        var expected = rows.GroupBy(row => row.OrderKey).OrderBy(order => order.Key, Utf8Order).ToArray();
        var read = await ReadAllAsync(store, Key, limit: 7);
        Assert.Equal(expected.Select(order => order.Key), read.Select(order => order.Key));
        foreach (var (order, staged) in expected.Zip(read))
            Assert.Equal(order.OrderBy(row => row.Line), staged.Rows);
        Assert.All(read, order => Assert.False(order.IsTooLarge));
        Assert.Equal(read.Skip(150).Select(order => order.Key), (await ReadAllAsync(store, Key, limit: 1_000, after: read[149].Key)).Select(order => order.Key));

        await store.Staging.DeleteAsync(Key, default);
        await store.Staging.DeleteAsync(Key, default);
        Assert.Equal(PersistenceErrors.ImportRowsMissing, (await Assert.ThrowsAsync<PersistenceException>(() => store.Staging.ReadAsync(Key, null, 1, default))).Code);
    }

    [Fact]
    public async Task A_file_without_rows_is_complete_too()
    {
        await using var store = Open();
        Assert.Equal(0, await ReceiveAsync(store, Key, [], batch: 100));
        Assert.Empty(await store.Staging.ReadAsync(Key, null, 10, default));
    }

    [Fact]
    public async Task A_batch_is_bounded_by_size_and_an_order_by_rows_and_size()
    {
        await using var store = Open();
        var text = new string('x', 1_024 * 1_024);
        StagedRow[] rows =
        [
            .. Enumerable.Range(0, StagedOrder.MostRows + 1).Select(i => new StagedRow(10 + i, "b-many", "r")),
            .. Enumerable.Range(0, 9).Select(i => new StagedRow(10_000 + i, "c-big", text)),
            .. Enumerable.Range(0, 12).Select(i => new StagedRow(20_000 + i, $"d{i:00}", text)),
            new(30_000, "e", "the last"),
        ];
        await ReceiveAsync(store, Key, rows, batch: 1_000);

        var first = await store.Staging.ReadAsync(Key, null, 1_000, default);
        Assert.Equal(["b-many", "c-big", "d00"], first.Take(3).Select(order => order.Key));
        Assert.Equal([true, true, false], first.Take(3).Select(order => order.IsTooLarge));
        Assert.Equal([10, 10_000, 20_000], first.Take(3).Select(order => Assert.Single(order.Rows).Line));
        Assert.InRange(first.Length, 3, 10);
        Assert.Equal(15, (await ReadAllAsync(store, Key, limit: 1_000)).Count);
    }

    [Fact]
    public async Task What_is_not_complete_is_thrown_away()
    {
        await using var store = Open();
        await using (var receipt = await store.Staging.ReceiveAsync(Key, default))
        {
            Assert.True(await store.Staging.IsReceivingAsync(Key, default));
            Assert.False(await store.Staging.IsReceivingAsync(Other, default));
            await receipt.AddAsync(Rows(10, 1));
            await Assert.ThrowsAsync<InvalidOperationException>(() => store.Staging.ReceiveAsync(Key, default));
        }

        Assert.False(await store.Staging.IsReceivingAsync(Key, default));
        await Assert.ThrowsAsync<PersistenceException>(() => store.Staging.ReadAsync(Key, null, 1, default));

        // It may come again.
        Assert.Equal(5, await ReceiveAsync(store, Key, Rows(5, 2), batch: 3));
        Assert.Equal(5, (await ReadAllAsync(store, Key, limit: 2)).Count);
    }

    [Fact]
    public async Task Rejections_are_kept_once_and_listed_by_line()
    {
        await using var store = Open();
        Assert.Empty(await store.Report.ListAsync(Key, null, 10, default));
        ImportRejection[] rejections =
        [
            new(7, "o1", "amount_invalid", "not an amount"),
            new(3, null, "columns_missing", "too few, \"really\""),
            new(7, "o1", "date_invalid", "no date"),
            new(12, "ñandú", "amount_invalid", "x"),
        ];
        await store.Report.AddAsync(Key, rejections, default);
        await store.Report.AddAsync(Key, [rejections[0] with { Reason = "again" }, new(1, null, "first", "y")], default);
        await store.Report.AddAsync(Key, [], default);
        await store.Report.AddAsync(Other, [new(1, null, "other", "z")], default);
        await store.ReopenAsync();

        ImportRejection[] expected = [new(1, null, "first", "y"), rejections[1], rejections[0], rejections[2], rejections[3]];
        Assert.Equal(expected, await store.Report.ListAsync(Key, null, 10, default));
        Assert.Equal(expected[..2], await store.Report.ListAsync(Key, null, 2, default));
        Assert.Equal(expected[3..], await store.Report.ListAsync(Key, expected[2], 10, default));

        await store.Report.DeleteAsync(Key, default);
        await store.Report.DeleteAsync(Key, default);
        Assert.Empty(await store.Report.ListAsync(Key, null, 10, default));
        Assert.Single(await store.Report.ListAsync(Other, null, 10, default));
    }

    private static IComparer<string> Utf8Order { get; } = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    private static ImportRecord Record(ImportState state, DateTimeOffset? receivedAt) => new()
    {
        Definition = new ImportDefinition("órdenes.csv", Samples.Now.AddYears(-2)),
        State = state,
        StartedAt = Samples.Now,
        ReceivedAt = receivedAt,
        EndedAt = state == ImportState.Applying ? null : Samples.Now.AddHours(1),
        File = new ReceivedFile(1_234, 90, 45, ImmutableSortedDictionary<string, long>.Empty.Add("columns_missing", 2)),
        Progress = new ImportProgress("o9", 40, 30, 5, 4),
        Rejected = ImmutableSortedDictionary<string, long>.Empty.Add("columns_missing", 2).Add("amount_invalid", 1),
        Problem = new ImportProblem("internal_error", "It failed.", "Try again."),
        IsUnwanted = true,
        HasRows = state is ImportState.Applying or ImportState.Receiving,
    };

    /// <summary>The first rows of all orders, then the second ones; their keys in no order.</summary>
    private static StagedRow[] Rows(int orders, int rowsOfEach) =>
    [
        .. from row in Enumerable.Range(0, rowsOfEach)
           from order in Enumerable.Range(0, orders)
           select new StagedRow(2 + row * orders + order, KeyOf(order), $$"""{"order":{{order}},"row":{{row}},"name":"Peña ✓"}"""),
    ];

    private static string KeyOf(int order) => (order % 5) switch
    {
        0 => $"Ñ{order * 7919 % 1_000}",
        1 => $"\U0001F6D2{order}",
        _ => (order * 7919 % 1_000).ToString(CultureInfo.InvariantCulture),
    };

    private static async Task<long> ReceiveAsync(StoreFixture store, ImportKey key, IReadOnlyList<StagedRow> rows, int batch)
    {
        await using var receipt = await store.Staging.ReceiveAsync(key, default);
        foreach (var chunk in rows.Chunk(batch))
            await receipt.AddAsync(chunk);
        return await receipt.CompleteAsync();
    }

    private static async Task<List<StagedOrder>> ReadAllAsync(StoreFixture store, ImportKey key, int limit, string? after = null)
    {
        var all = new List<StagedOrder>();
        while (await store.Staging.ReadAsync(key, after, limit, default) is { IsEmpty: false } page)
        {
            Assert.InRange(page.Length, 1, limit);
            all.AddRange(page);
            after = page[^1].Key;
        }

        return all;
    }
}
