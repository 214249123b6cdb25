using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using static Icomm.Actors.Persistence.Tests.Compliance.MasterDataSamples;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IMasterDataQueries"/> must do: what brute force over all rows does.</summary>
public abstract class MasterDataQueryCompliance
{
    private const int Profiles = 150;

    private static readonly ImmutableArray<MasterDataField> Fields =
    [
        .. Enum.GetValues<MasterDataColumn>().Where(column => column != MasterDataColumn.Text).SelectMany(column => column <= MasterDataColumn.MonetaryScore
            ? RfmPeriods.All.Select(period => new MasterDataField(column, period))
            : [new MasterDataField(column)]),
    ];

    /// <summary>How many filters are tried; each is some queries.</summary>
    protected virtual int Rounds => 400;

    /// <summary>Rows of a page when everything is paged through.</summary>
    protected virtual int PageSize => 7;

    protected abstract StoreFixture Open();

    [Fact]
    public async Task Every_sort_pages_through_all_rows_once_with_ties_and_nulls_last()
    {
        await using var store = Open();
        var rows = await FilledAsync(store);
        foreach (var field in Fields)
        {
            foreach (var isDescending in new[] { false, true })
            {
                var values = rows.OrderBy(row => ValueOf(row, field) is null);
                var expected = isDescending
                    ? values.ThenByDescending(row => ValueOf(row, field), Comparer<object?>.Create(Compare)).ThenBy(row => row.Profile.Key)
                    : values.ThenBy(row => ValueOf(row, field), Comparer<object?>.Create(Compare)).ThenBy(row => row.Profile.Key);
                var paged = await PageThroughAsync(store, new MasterDataQuery([], field, isDescending, null, PageSize));
                Assert.True(expected.Select(row => row.Profile.Key).SequenceEqual(paged), $"{field} {isDescending}");
            }
        }

        Assert.Equal(rows.Select(row => row.Profile.Key).OrderDescending(), await PageThroughAsync(store, new MasterDataQuery([], null, true, null, 11)));
        Assert.Equal(rows.Select(row => row.Profile.Key), await PageThroughAsync(store, new MasterDataQuery([], null, false, null, Profiles)));
    }

    [Fact]
    public async Task Filters_find_what_brute_force_finds()
    {
        await using var store = Open();
        var rows = await FilledAsync(store);
        var random = new Random(5);
        for (var round = 0; round < Rounds; round++)
        {
            var conditions = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition(random, rows)).ToImmutableArray();
            var expected = rows.Where(row => conditions.All(condition => Fulfils(row, condition))).Select(row => row.Profile.Key).ToArray();
            var what = string.Join("; ", conditions.Select(condition => $"{condition.Field} {condition.Operator} {string.Join(',', condition.Values)}"));
            Assert.True(expected.Length == await store.MasterDataQueries.CountAsync(Account, Database, conditions, default), what);
            var sort = random.Next(3) == 0 ? (MasterDataField?)null : Fields[random.Next(Fields.Length)];
            var paged = await PageThroughAsync(store, new MasterDataQuery(conditions, sort, random.Next(2) == 0, null, random.Next(1, 60)));
            Assert.True(expected.SequenceEqual(paged.Order()), what);
        }
    }

    [Theory]
    [InlineData("ñandú", "ÑANDÚ@example.com")]
    [InlineData("ÑANDÚ", "ñandú@example.com")]
    [InlineData("ΩΜΈΓΑ", "ωμέγα")]
    [InlineData("пРИвет", "Привет")]
    [InlineData("100%", "100% a")]
    [InlineData("a_b", "xa_bx")]
    [InlineData("n\u0303", "ñ")]
    public async Task Contains_leaves_letter_case_aside_in_any_alphabet_and_knows_no_wildcards(string wanted, string name)
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 3);
        var number = 0;
        await RefreshAsync(store, change: row => Named(row, number++ switch { 0 => name, 1 => "100 axb", _ => null }));
        foreach (var column in new[] { MasterDataColumn.FirstName, MasterDataColumn.Text })
            Assert.Equal(1, await store.MasterDataQueries.CountAsync(Account, Database, [new MasterDataCondition(new(column), MasterDataOperator.Contains, [wanted])], default));
    }

    [Fact]
    public async Task A_search_over_all_text_crosses_from_the_first_name_to_the_last()
    {
        await using var store = Open();
        await WriteProfileAsync(store, 1);
        await RefreshAsync(store, change: row => Named(row, "Ana"));
        Assert.Equal(1, await CountAsync("ANA pérez"));
        Assert.Equal(0, await CountAsync("anapérez"));

        Task<long> CountAsync(string text) => store.MasterDataQueries.CountAsync(Account, Database, [new MasterDataCondition(new(MasterDataColumn.Text), MasterDataOperator.Contains, [text])], default);
    }

    [Fact]
    public async Task A_cursor_that_is_not_of_the_query_is_refused()
    {
        await using var store = Open();
        await FilledAsync(store);
        var query = new MasterDataQuery([Condition(MasterDataOperator.GreaterOrEqual, 0L)], new(MasterDataColumn.Amount, RfmPeriod.Days30), false, null, 5);
        var cursor = (await store.MasterDataQueries.ListAsync(Account, Database, query, default)).NextCursor!;
        var byEmail = query with { Sort = new(MasterDataColumn.Email) };
        var emailCursor = (await store.MasterDataQueries.ListAsync(Account, Database, byEmail, default)).NextCursor!;
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
        Assert.DoesNotContain("example", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(emailCursor)), StringComparison.Ordinal);

        await AcceptAsync(query with { Cursor = cursor });
        await AcceptAsync(query with { Cursor = cursor, Limit = 9 });
        await AcceptAsync(byEmail with { Cursor = emailCursor });
        foreach (var bad in new[]
        {
            query with { Cursor = "" }, query with { Cursor = "!!" }, query with { Cursor = "abcd" }, query with { Cursor = cursor[..^3] }, query with { Cursor = emailCursor },
            query with { Cursor = new string('A', 10_000) }, query with { Cursor = cursor, IsDescending = true }, query with { Cursor = cursor, Sort = null },
            query with { Cursor = cursor, Sort = new(MasterDataColumn.Amount, RfmPeriod.Days60) }, query with { Cursor = cursor, Conditions = [] },
            query with { Cursor = cursor, Conditions = [Condition(MasterDataOperator.GreaterOrEqual, 1L)] }, query with { Cursor = cursor, Conditions = [Condition(MasterDataOperator.Greater, 0L)] },
        })
        {
            var error = await Assert.ThrowsAsync<PersistenceException>(() => store.MasterDataQueries.ListAsync(Account, Database, bad, default));
            Assert.Equal(PersistenceErrors.CursorInvalid, error.Code);
        }

        Assert.Equal(
            PersistenceErrors.CursorInvalid,
            (await Assert.ThrowsAsync<PersistenceException>(() => store.MasterDataQueries.ListAsync(Account, "other", query with { Cursor = cursor }, default))).Code);

        Task AcceptAsync(MasterDataQuery accepted) => store.MasterDataQueries.ListAsync(Account, Database, accepted, default);

        static MasterDataCondition Condition(MasterDataOperator @operator, object value) => new(new(MasterDataColumn.Purchases, RfmPeriod.Days30), @operator, [value]);
    }

    [Fact]
    public async Task Conditions_that_make_no_sense_are_refused_without_showing_their_values()
    {
        await using var store = Open();
        await FilledAsync(store);
        foreach (var bad in new MasterDataCondition[]
        {
            new(new(MasterDataColumn.Email), MasterDataOperator.Equal, []),
            new(new(MasterDataColumn.Email), MasterDataOperator.Equal, [1L]),
            new(new(MasterDataColumn.Email), MasterDataOperator.NotEqual, ["ana@example.com", "b"]),
            new(new(MasterDataColumn.Email), MasterDataOperator.Less, [null]),
            new(new(MasterDataColumn.Text), MasterDataOperator.Equal, ["ana@example.com"]),
            new(new(MasterDataColumn.Purchases), MasterDataOperator.Equal, [1L]),
            new(new(MasterDataColumn.Email, RfmPeriod.Days30), MasterDataOperator.Equal, ["ana@example.com"]),
            new(new(MasterDataColumn.Purchases, RfmPeriod.Days30), MasterDataOperator.Contains, ["1"]),
            new(new(MasterDataColumn.Purchases, RfmPeriod.Days30), MasterDataOperator.Equal, ["1"]),
            new(new(MasterDataColumn.Purchases, RfmPeriod.Days30), MasterDataOperator.Equal, [1]),
        })
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => store.MasterDataQueries.CountAsync(Account, Database, [bad], default));
            Assert.DoesNotContain("ana@", error.ToString(), StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.MasterDataQueries.ListAsync(Account, Database, new MasterDataQuery([], new(MasterDataColumn.Text), false, null, 5), default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.MasterDataQueries.ListAsync(Account, Database, new MasterDataQuery([], null, false, null, 1_001), default));
    }

    [Fact]
    public async Task A_row_is_found_by_its_profile()
    {
        await using var store = Open();
        var rows = await FilledAsync(store);
        foreach (var row in rows.Take(20))
        {
            var found = await store.MasterDataQueries.FindAsync(Account, Database, row.Profile.ProfileId, default);
            AssertSame(row.Profile, found!.Profile);
            Assert.Equal(row.Scores, found.Scores);
        }

        await WriteProfileAsync(store, 10_000);
        Assert.Null(await store.MasterDataQueries.FindAsync(Account, Database, Samples.Id(10_000), default));
        Assert.Null(await store.MasterDataQueries.FindAsync(Account, Database, "nobody", default));
        Assert.Null(await store.MasterDataQueries.FindAsync("other", Database, rows[0].Profile.ProfileId, default));
    }

    [Fact]
    public async Task Matrix_segments_and_totals_are_the_sums_of_the_rows()
    {
        await using var store = Open();
        var rows = await FilledAsync(store);
        foreach (var period in RfmPeriods.All)
        {
            var cells = rows
                .Where(row => row.Scores is not null && row.Scores.Codes[(int)period] != 0)
                .GroupBy(row => (row.Scores!.Codes[(int)period] / 100, row.Scores.Codes[(int)period] / 10 % 10))
                .Select(cell => new MatrixCell(cell.Key.Item1, cell.Key.Item2, cell.Count(), cell.Sum(row => Metrics(row).Purchases), Sum(cell.Select(row => Metrics(row).Amount))));
            Assert.Equal(cells.OrderBy(cell => (cell.Recency, cell.Frequency)), (await store.MasterDataQueries.MatrixAsync(Account, Database, period, default)).OrderBy(cell => (cell.Recency, cell.Frequency)));

            foreach (var since in new[] { 0, Today - 100, int.MaxValue })
            {
                var customers = rows.Where(row => Metrics(row).Purchases > 0).ToArray();
                Assert.Equal(
                    new PeriodTotals(
                        rows.Count, customers.Length, customers.Count(row => row.Profile.FirstPurchaseOn >= since), customers.Sum(row => Metrics(row).Purchases),
                        Sum(customers.Select(row => Metrics(row).Amount)), Sum(customers.Select(row => Metrics(row).Units)), customers.Sum(row => Metrics(row).SetAside)),
                    await store.MasterDataQueries.TotalsAsync(Account, Database, period, since, default));
            }

            PeriodMetrics Metrics(MasterDataRow row) => row.Profile.Periods[(int)period];
        }

        var segments = rows.Where(row => row.Scores is not null && row.Profile.ProblemCode is null).GroupBy(row => row.Scores!.Segment).Select(segment => new SegmentSize(
            segment.Key, segment.Count(), segment.Sum(row => row.Profile.Periods[^1].Purchases), Sum(segment.Select(row => row.Profile.Periods[^1].Amount))));
        Assert.Equal(segments.OrderByDescending(segment => segment.Customers).ThenBy(segment => segment.Segment, StringComparer.Ordinal), await store.MasterDataQueries.SegmentsAsync(Account, Database, default));

        Assert.Empty(await store.MasterDataQueries.MatrixAsync(Account, "other", RfmPeriod.Lifetime, default));
        Assert.Empty(await store.MasterDataQueries.SegmentsAsync(Account, "other", default));
        Assert.Equal(default, await store.MasterDataQueries.TotalsAsync(Account, "other", RfmPeriod.Lifetime, 0, default));
    }

    [Fact]
    public async Task Sums_go_beyond_64_bits()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 3);
        await RefreshAsync(store, change: row => Rich(row, long.MaxValue - 1));
        await store.MasterData.SaveScoresAsync(Account, Database, [.. (await RowsAsync(store)).Select(row => Scores(row.Profile.Key, new Random(1)) with { Codes = [0, 0, 0, 0, 0, 0, 555] })], default);
        Int128 sum = 3 * (Int128)(long.MaxValue - 1);
        Assert.Equal(sum, (await store.MasterDataQueries.TotalsAsync(Account, Database, RfmPeriod.Lifetime, 0, default)).Amount);
        Assert.Equal(sum, Assert.Single(await store.MasterDataQueries.MatrixAsync(Account, Database, RfmPeriod.Lifetime, default)).Amount);
        Assert.Equal(sum, Assert.Single(await store.MasterDataQueries.SegmentsAsync(Account, Database, default)).Amount);
    }

    private static async Task<List<MasterDataRow>> FilledAsync(StoreFixture store)
    {
        await WriteProfilesAsync(store, Profiles);
        await RefreshAsync(store);
        var random = new Random(3);
        var scored = (await RowsAsync(store)).Where(_ => random.Next(5) > 0).Select(row => Scores(row.Profile.Key, random)).ToArray();
        await store.MasterData.SaveScoresAsync(Account, Database, scored, default);
        return await RowsAsync(store);
    }

    private static async Task<List<long>> PageThroughAsync(StoreFixture store, MasterDataQuery query)
    {
        var keys = new List<long>();
        while (true)
        {
            var page = await store.MasterDataQueries.ListAsync(Account, Database, query, default);
            Assert.InRange(page.Rows.Length, 0, query.Limit);
            keys.AddRange(page.Rows.Select(row => row.Profile.Key));
            if (page.NextCursor is null)
                return keys;
            Assert.Equal(query.Limit, page.Rows.Length);
            query = query with { Cursor = page.NextCursor };
        }
    }

    private static Int128 Sum(IEnumerable<long> values) => values.Aggregate((Int128)0, (sum, value) => sum + value);

    /// <summary>Numbers by size, texts by their UTF-8.</summary>
    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (long x, long y) => x.CompareTo(y),
        _ => System.Text.Encoding.UTF8.GetBytes((string)a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes((string)b)),
    };

    private static object? ValueOf(MasterDataRow row, MasterDataField field)
    {
        var (profile, scores) = (row.Profile, row.Scores);
        var metrics = field.Period is { } period ? profile.Periods[(int)period] : default;
        long? code = field.Period is { } of ? scores?.Codes[(int)of] : null;
        return field.Column switch
        {
            MasterDataColumn.Purchases => (long)metrics.Purchases,
            MasterDataColumn.Amount => metrics.Amount,
            MasterDataColumn.AverageAmount => metrics.Average,
            MasterDataColumn.Items => metrics.Units,
            MasterDataColumn.RfmCode => code,
            MasterDataColumn.RecencyScore => code / 100,
            MasterDataColumn.FrequencyScore => code / 10 % 10,
            MasterDataColumn.MonetaryScore => code % 10,
            MasterDataColumn.FirstPurchaseDate => profile.FirstPurchaseOn == 0 ? null : (long)profile.FirstPurchaseOn,
            MasterDataColumn.LastPurchaseDate => profile.LastPurchaseOn == 0 ? null : (long)profile.LastPurchaseOn,
            MasterDataColumn.LastPurchaseAmount => profile.LastPurchaseAmount,
            MasterDataColumn.Group => scores?.Group,
            MasterDataColumn.Segment => scores?.Segment,
            MasterDataColumn.PreviousSegment => scores?.PreviousSegment,
            MasterDataColumn.SegmentChangedDate => (long?)scores?.SegmentChangedOn,
            MasterDataColumn.Email => profile.Email,
            MasterDataColumn.FirstName => profile.FirstName,
            MasterDataColumn.LastName => profile.LastName,
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };
    }

    private static MasterDataCondition Condition(Random random, List<MasterDataRow> rows)
    {
        if (random.Next(8) == 0)
            return new MasterDataCondition(new(MasterDataColumn.Text), MasterDataOperator.Contains, [random.GetItems(["ana", "ÍÑI", "%", "ρ", "@EXAMPLE", "a p", "zzz"], 1)[0]]);
        var field = Fields[random.Next(Fields.Length)];
        object? Value() => ValueOf(rows[random.Next(rows.Count)], field);
        var @operator = (MasterDataOperator)random.Next(6);
        if (@operator == MasterDataOperator.Equal)
            return new MasterDataCondition(field, @operator, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value())]);
        var value = Value();
        return new MasterDataCondition(field, value is null ? MasterDataOperator.NotEqual : @operator, [value]);
    }

    private static bool Fulfils(MasterDataRow row, MasterDataCondition condition)
    {
        if (condition.Operator == MasterDataOperator.Contains)
        {
            var profile = row.Profile;
            return (profile.Email ?? profile.FirstName ?? profile.LastName) is not null
                && $"{profile.Email} {profile.FirstName} {profile.LastName}".Contains((string)condition.Values[0]!, StringComparison.OrdinalIgnoreCase);
        }

        var value = ValueOf(row, condition.Field);
        return condition.Operator switch
        {
            MasterDataOperator.Equal => condition.Values.Contains(value),
            MasterDataOperator.NotEqual => !Equals(value, condition.Values[0]),
            _ when value is null => false,
            MasterDataOperator.Less => Compare(value, condition.Values[0]) < 0,
            MasterDataOperator.LessOrEqual => Compare(value, condition.Values[0]) <= 0,
            MasterDataOperator.Greater => Compare(value, condition.Values[0]) > 0,
            _ => Compare(value, condition.Values[0]) >= 0,
        };
    }

    private static EnrichedProfile Named(EnrichedProfile row, string? firstName) => new()
    {
        Key = row.Key, ProfileId = row.ProfileId, StateVersion = row.StateVersion, FirstName = firstName, LastName = "Pérez", EvaluatedOn = row.EvaluatedOn, NextChangeOn = row.NextChangeOn,
        SettingsStamp = row.SettingsStamp, Periods = row.Periods, Lists = row.Lists, ContentHash = row.ContentHash,
    };

    private static EnrichedProfile Rich(EnrichedProfile row, long amount) => new()
    {
        Key = row.Key, ProfileId = row.ProfileId, StateVersion = row.StateVersion, EvaluatedOn = row.EvaluatedOn, NextChangeOn = row.NextChangeOn, SettingsStamp = row.SettingsStamp,
        Periods = [.. Enumerable.Repeat(new PeriodMetrics(Today, 1, amount, 1, null, SetAside: 0), RfmPeriods.Count)], FirstPurchaseOn = Today, LastPurchaseOn = Today, Lists = row.Lists, ContentHash = row.ContentHash,
    };
}
