using System.Globalization;
using Dapper;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Compliance;
using Microsoft.Data.Sqlite;
using static Icomm.Actors.Persistence.Tests.Compliance.MasterDataSamples;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

/// <summary>What of the refresh's tables is SQLite's own: the way from schema 1, the view, and what goes wrong within one transaction.</summary>
public sealed class SqliteRefreshTests
{
    private static readonly CalendarZone Zone = CalendarZone.Get("Etc/UTC");

    [Fact]
    public async Task A_data_folder_of_schema_1_is_brought_up_to_date_and_all_its_profiles_are_due()
    {
        await using var store = new SqliteFixture();
        store.Database.Open(); // makes the folder and its key
        var file = store.Database.Folder.DatabaseFile;
        await store.Database.DisposeAsync();
        File.Delete(file);
        await MakeSchema1Async(file);
        await store.ReopenAsync();

        Assert.Equal(1, (await store.Databases.FindAsync("acme", "main", default))!.Version);
        Assert.Equal(3, (await store.Profiles.ReadAsync(Samples.Key(2), default))!.Version);
        var (due, gone, _) = await ReadDueAsync(store);
        Assert.Equal(Enumerable.Range(1, 3).Select(Samples.Id), due.Select(profile => profile.ProfileId));
        Assert.Equal([1, 3, 1], due.Select(profile => profile.Version));
        Assert.Equal([2L, 3, 9], due.Select(profile => profile.Key));
        Assert.Empty(gone);
        Assert.True(await store.MasterData.HasDueAsync("acme", "other", Plan, default));

        await RefreshAsync(store);
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        await store.ReopenAsync();
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        await WriteProfileAsync(store, 4);
        Assert.Equal(10, Assert.Single((await ReadDueAsync(store)).Due).Key);
    }

    [Fact]
    public async Task The_view_has_a_column_for_every_published_name_and_says_what_the_rows_say()
    {
        await using var store = new SqliteFixture();
        await WriteProfilesAsync(store, 40);
        await RefreshAsync(store);
        var random = new Random(4);
        await store.MasterData.SaveScoresAsync(Account, Database, [.. (await RowsAsync(store)).Skip(5).Select(row => Scores(row.Profile.Key, random))], default);
        var record = new RefreshRecord { LastCompleted = new CompletedRefresh(1, "f1", DateOnly.FromDayNumber(Today + 3), Samples.Now, 1, 1, 1) };
        await store.Refreshes.WriteAsync(Account, Database, 0, record, default);

        var view = await store.Database.QueryAsync(connection => 
            connection.Query("SELECT * FROM master_data ORDER BY profile_id").Select(row => (IDictionary<string, object?>)row).ToList(), default);
        Assert.Equal(40, view.Count);
        Assert.Empty(IndicatorNames.All.Select(indicator => indicator.Name).Except(view[0].Keys));
        foreach (var (shown, row) in view.Zip((await RowsAsync(store)).OrderBy(row => row.Profile.ProfileId, StringComparer.Ordinal)))
        {
            var (profile, scores) = (row.Profile, row.Scores);
            Assert.Equal<object?>(
                [Account, Database, profile.ProfileId, profile.Email, profile.FirstName, profile.LastName], [shown["account"], shown["database_id"], shown["profile_id"], shown["email"], shown["first_name"], shown["last_name"]]);
            foreach (var window in Domain.Profiles.Windows.All)
            {
                var metrics = profile.Periods[(int)window];
                Assert.Equal((long)metrics.Purchases, shown[$"ICOMMKT_Purchases_{window.Suffix}"]);
                Assert.Equal(metrics.Amount / 10_000.0, shown[$"ICOMMKT_Amount_{window.Suffix}"]);
                Assert.Equal(metrics.Average / 10_000.0, shown[$"ICOMMKT_Avg_Amount_{window.Suffix}"]);
                Assert.Equal(metrics.Units / 10_000.0, shown[$"ICOMMKT_Items_{window.Suffix}"]);
                Assert.Equal(scores?.Codes[(int)window] is { } code and not 0 ? (long)code : null, shown[$"ICOMMKT_RFM_{window.Suffix}"]);
            }

            Assert.Equal(DayText(profile.FirstPurchaseOn), shown["ICOMMKT_First_Purchase_Date"]);
            Assert.Equal(DayText(profile.LastPurchaseOn), shown["ICOMMKT_Last_Purchase_Date"]);
            Assert.Equal(profile.LastPurchaseOn == 0 ? null : Today + 3L - profile.LastPurchaseOn, shown["ICOMMKT_Days_Since_Last_Purchase"]);
            Assert.Equal(profile.FirstPurchaseOn == 0 ? null : Today + 3L - profile.FirstPurchaseOn, shown["ICOMMKT_Days_Since_First_Purchase"]);
            Assert.Equal(profile.LastPurchaseAmount / 10_000.0, shown["ICOMMKT_Last_Purchase_Amount"]);
            Assert.Equal(DayText(Today + 3), shown["as_of"]);
            Assert.Equal<object?>(
                [scores?.Group, scores?.Segment, scores?.PreviousSegment, DayText(scores?.SegmentChangedOn ?? 0)],
                [shown["ICOMMKT_RFM_Group"], shown["ICOMMKT_RFM_Segment"], shown["ICOMMKT_RFM_Previous_Segment"], shown["ICOMMKT_RFM_Segment_Changed_Date"]]);
            Assert.Equal(scores?.Codes[^1] is { } lifetime and not 0 ? (long)lifetime : null, shown["ICOMMKT_RFM"]);
            var lists = System.Text.Json.Nodes.JsonNode.Parse(profile.Lists.Span)!;
            Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(
                lists["ICOMMKT_Products_30_Days"] ?? new System.Text.Json.Nodes.JsonArray(), System.Text.Json.Nodes.JsonNode.Parse((string)shown["ICOMMKT_Products_30_Days"]!)));
            Assert.Equal("[]", shown["ICOMMKT_Last_Purchase_Brands"]);
        }

        static string? DayText(int day) => day == 0 ? null : DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Neighbours_of_an_operation_that_takes_the_transaction_with_it_count_once()
    {
        await using var store = new SqliteFixture();
        Task<VersionedWrite>[] writes;
        Task bad, worse;
        using (await store.HoldCommitsAsync(() => store.Database.WriteAsync(_ => 0, default)))
        {
            var first = store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, Purchase(100), default);
            bad = store.Database.WriteAsync<int>(_ => throw new InvalidOperationException("injected"), default);
            var second = store.Profiles.WriteAsync(Samples.Key(2), 0, new byte[] { 1 }, Samples.Nobody, Purchase(20), default);
            worse = store.Database.WriteAsync<int>(
                session =>
                {
                    session.Execute("ROLLBACK"); // as SQLite itself does when the disk is full
                    throw new PersistenceException(PersistenceErrors.DiskFull, "injected");
                },
                default);
            writes = [first, second, store.Profiles.WriteAsync(Samples.Key(3), 0, new byte[] { 1 }, Samples.Nobody, Purchase(3), default)];
        }

        Assert.All(await Task.WhenAll(writes), write => Assert.True(write.Succeeded));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Assert.ThrowsAsync<PersistenceException>(() => worse);
        var month = Assert.Single(await store.Activity.MonthsAsync(Account, Database, default));
        Assert.Equal((3, (Int128)123), (month.Purchases, month.Amount));
        Assert.Equal(3, Assert.Single(await store.Activity.TopAsync(Account, Database, PostedTermKind.Brand, month.Month, month.Month, 5, default)).Purchases);
    }

    [Fact]
    public async Task Sums_that_cannot_be_written_fail_the_write_they_belong_to()
    {
        await using var store = new SqliteFixture();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, Purchase(100), default);
        await store.Database.WriteAsync(
            session => session.Statement("CREATE TRIGGER no_dollars BEFORE INSERT ON activity_months WHEN new.currency = 'USD' BEGIN SELECT raise(ABORT, 'injected'); END").Execute(), default);
        Task<VersionedWrite> good, bad;
        using (await store.HoldCommitsAsync(() => store.Database.WriteAsync(_ => 0, default)))
        {
            good = store.Profiles.WriteAsync(Samples.Key(2), 0, new byte[] { 1 }, Samples.Nobody, Purchase(20), default);
            bad = store.Profiles.WriteAsync(Samples.Key(3), 0, new byte[] { 1 }, Samples.Nobody, Purchase(3, "USD"), default);
        }

        Assert.True((await good).Succeeded);
        Assert.Equal(PersistenceErrors.StoreFailed, (await Assert.ThrowsAsync<PersistenceException>(() => bad)).Code);
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(3), default));
        Assert.Equal((Int128)120, Assert.Single(await store.Activity.MonthsAsync(Account, Database, default)).Amount);
    }

    [Fact]
    public async Task Sums_of_a_big_transaction_wait_in_the_journal_until_somebody_reads_or_little_is_written()
    {
        await using var store = new SqliteFixture();
        await WriteAsync(1, products: 300);
        await WriteAsync(2, products: 250);
        Assert.Equal((2, 0), await StoredAsync());
        await store.ReopenAsync();
        Assert.Equal((300, 550), await TopAsync());
        Assert.Equal((0, 300), await StoredAsync());

        await WriteAsync(3, products: 400);
        Assert.Equal((1, 300), await StoredAsync());
        await WriteAsync(4, products: 5);
        Assert.Equal((0, 400), await StoredAsync());
        Assert.Equal((400, 955), await TopAsync());

        foreach (var afterCommit in new[] { false, true })
        {
            store.FailNextCommit(afterCommit);
            await Assert.ThrowsAsync<PersistenceException>(() => WriteAsync(afterCommit ? 6 : 5, products: 500));
        }

        await WriteAsync(7, products: 500);
        Assert.Equal((2, 400), await StoredAsync());
        Assert.Equal((500, 1_955), await TopAsync());
        Assert.Equal(6, Assert.Single(await store.Activity.MonthsAsync(Account, Database, default)).Purchases);

        Task WriteAsync(int number, int products) => store.Profiles.WriteAsync(
            Samples.Key(number),
            0,
            new byte[] { 1 },
            Samples.Nobody,
            new ZonedActivity(
                new ProfileActivity
                {
                    Postings = [new PurchasePosting(1, Samples.Now, "EUR", new Money(-1), new Quantity(1), [.. Enumerable.Range(0, products).Select(i => new PostedTerm(PostedTermKind.Product, "i1", $"p{i}", "n"))])],
                },
                Zone),
            default);

        async Task<(int Terms, long Purchases)> TopAsync()
        {
            var month = new DateOnly(Samples.Now.Year, Samples.Now.Month, 1);
            var top = await store.Activity.TopAsync(Account, Database, PostedTermKind.Product, month, month, 1_000, default);
            return (top.Length, top.Sum(term => term.Purchases));
        }

        Task<(long Journal, long Terms)> StoredAsync() => store.Database.QueryAsync(
            connection => (connection.ExecuteScalar<long>("SELECT count(*) FROM activity_journal"), connection.ExecuteScalar<long>("SELECT count(*) FROM activity_terms")), default);
    }

    [Theory]
    [InlineData("09", PersistenceErrors.RecordTooNew)]
    [InlineData("01FF", PersistenceErrors.RecordUnreadable)]
    [InlineData("", PersistenceErrors.RecordUnreadable)]
    public async Task A_journal_that_cannot_be_read_is_told_as_such(string row, string code)
    {
        await using var store = new SqliteFixture();
        await WriteProfileAsync(store, 1);
        await store.Database.WriteAsync(session => session.Statement("INSERT INTO activity_journal (changes) VALUES (?1)").Bind(1, Convert.FromHexString(row).AsSpan()).Execute(), default);
        Assert.Equal(code, (await Assert.ThrowsAsync<PersistenceException>(() => store.Activity.MonthsAsync(Account, Database, default))).Code);
        await WriteProfileAsync(store, 2);
    }

    [Fact]
    public async Task Scans_and_reports_end_before_the_store_closes_and_are_refused_afterwards()
    {
        await using var store = new SqliteFixture();
        await WriteProfilesAsync(store, 200);
        await RefreshAsync(store);
        var (masterData, queries) = (store.MasterData, store.MasterDataQueries);
        var reads = Enumerable.Range(0, 50).Select(_ => Record.ExceptionAsync(() => masterData.ReadValuesAsync(Account, Database, Everything, 0, 1_000, default))).ToArray();
        await store.ReopenAsync();
        foreach (var error in await Task.WhenAll(reads))
            Assert.True(error is null or PersistenceException { Code: PersistenceErrors.StoreClosed });
        Assert.Equal(PersistenceErrors.StoreClosed, (await Assert.ThrowsAsync<PersistenceException>(() => masterData.HasDueAsync(Account, Database, Plan, default))).Code);
        Assert.Equal(PersistenceErrors.StoreClosed, (await Assert.ThrowsAsync<PersistenceException>(() => queries.SegmentsAsync(Account, Database, default))).Code);
    }

    [Fact]
    public async Task Every_column_of_the_rows_is_written_and_read()
    {
        await using var store = new SqliteFixture();
        var columns = await store.Database.QueryAsync(connection => connection.Query<string>("SELECT name FROM pragma_table_info('enriched_profiles')").ToHashSet(), default);
        Assert.Equal(columns.Order(), EnrichedColumns.Content.Concat(EnrichedColumns.Scores).Concat(["database_key", "profile_key"]).Order());
        Assert.Equal(RfmPeriods.Count, EnrichedColumns.Scores.Count(column => column.StartsWith("rfm_", StringComparison.Ordinal) && column != "rfm_group"));
    }

    private static ZonedActivity Purchase(long amount, string currency = "EUR") => new(
        new ProfileActivity { Postings = [new PurchasePosting(1, Samples.Now, currency, new Money(amount), new Quantity(1), [new PostedTerm(PostedTermKind.Brand, "", "b", "B")])] }, Zone);

    /// <summary>What version 1 of the program left: its own script, and rows in every table that changed since.</summary>
    private static async Task MakeSchema1Async(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var script = new StreamReader(typeof(SqliteDatabase).Assembly.GetManifestResourceStream("Sqlite.0001_initial.sql")!);
        await connection.ExecuteAsync(await script.ReadToEndAsync());
        await connection.ExecuteAsync("""
            CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT;
            INSERT INTO schema_version VALUES (1, '0001_initial.sql', '2026-11-01T00:00:00.0000000Z');
            INSERT INTO databases VALUES ('acme', 'main', 'Clientes', 'CLIENTES', 1, '{"timeZone":"Europe/Madrid","currency":"EUR","rates":{},"olderWindow":"OlderThan"}', '2026-11-01T00:00:00.0000000Z');
            INSERT INTO database_keys VALUES (1, 'acme', 'main'), (2, 'acme', 'other');
            """);
        foreach (var (key, database, number, version) in new[] { (9, 1, 3, 1), (2, 1, 1, 1), (3, 1, 2, 3), (4, 2, 1, 1) })
        {
            await connection.ExecuteAsync(
                "INSERT INTO profiles VALUES (@key, @database, @id, @version, 1, 1, 0, 0, NULL, NULL, NULL, x'01')", new { key, database, id = Samples.Id(number), version });
        }
    }
}
