using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Remote;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests.Imports;

public sealed class ImportGrainTests
{
    private const int Orders = 45;

    /// <summary>Of the orders of <see cref="ImportBed.File"/>.</summary>
    private static readonly decimal Amount = Enumerable.Range(0, Orders).Sum(order => 100m + order);

    [Fact]
    public async Task Orders_reach_their_profiles_wherever_in_the_file_their_rows_are()
    {
        await using var bed = await ImportBed.StartAsync();

        var import = await bed.ImportAsync(bed.File(Orders));

        Assert.Equal((ImportState.Succeeded, 2 * Orders, Orders), (import.State, import.File.Lines, import.File.Orders));
        Assert.Equal((Orders, Orders, 0, 0), (import.Progress.Done, import.Progress.New, import.Progress.Changed, import.Progress.Unchanged));
        Assert.Empty(import.Rejected);
        Assert.Equal((7, Orders, Amount), await bed.TotalsAsync());
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        await using var bed = await ImportBed.StartAsync();
        var file = bed.File(Orders);
        await bed.ImportAsync(file);
        bed.Time.Advance(TimeSpan.FromHours(1));

        var import = await bed.ImportAsync(file);

        Assert.Equal((0, 0, Orders), (import.Progress.New, import.Progress.Changed, import.Progress.Unchanged));
        Assert.Equal((7, Orders, Amount), await bed.TotalsAsync());
    }

    [Fact]
    public async Task What_can_not_be_taken_is_counted_and_named_and_the_rest_goes_on()
    {
        await using var bed = await ImportBed.StartAsync();
        var placed = bed.Time.GetUtcNow().AddDays(-10);
        var key = bed.NextKey();

        await bed.UploadAsync(key, string.Join(
            '\n',
            FakeFileConnector.Header,
            FakeFileConnector.Row("good", "ana@example.com", placed, 10, "p1"),
            "too;few;columns",
            FakeFileConnector.Row("amount", "ana@example.com", placed, 10, "p1").Replace(";10;", ";ten;", StringComparison.Ordinal),
            FakeFileConnector.Row("nobody", null, placed, 10, "p1"),
            FakeFileConnector.Row("old", "ana@example.com", placed.AddYears(-3), 10, "p1"),
            FakeFileConnector.Row("", "ana@example.com", placed, 10, "p1")));
        var import = await bed.EndOfAsync(key);

        Assert.Equal((ImportState.Succeeded, 6, 4, 4, 1), (import.State, import.File.Lines, import.File.Orders, import.Progress.Done, import.Progress.New));
        Assert.Equal(["amount_invalid", "columns_missing", "customer_missing", "order_id_missing", "order_too_old"], import.Rejected.Keys);
        Assert.All(import.Rejected.Values, count => Assert.Equal(1, count));
        Assert.Equal(
            [(3, null, "columns_missing"), (4, "amount", "amount_invalid"), (5, "nobody", "customer_missing"), (6, "old", "order_too_old"), (7, null, "order_id_missing")],
            (await bed.Report.ListAsync(key, null, 100, default)).Select(rejection => (rejection.Line, rejection.OrderKey, rejection.Code)));
        Assert.Equal((1, 1, 10m), await bed.TotalsAsync());
    }

    [Fact]
    public async Task A_problem_of_the_header_is_named_and_is_no_row()
    {
        await using var bed = await ImportBed.StartAsync();
        var key = bed.NextKey();

        await bed.UploadAsync(key, bed.File(Orders).Replace(FakeFileConnector.Header, FakeFileConnector.RepeatedHeader, StringComparison.Ordinal));
        var import = await bed.EndOfAsync(key);

        Assert.Equal((ImportState.Succeeded, 2 * Orders, Orders), (import.State, import.File.Lines, import.File.Orders));
        Assert.Equal(("column_repeated", 1), Assert.Single(import.Rejected.Select(each => (each.Key, each.Value))));
        Assert.Equal((1, "column_repeated"), Assert.Single((await bed.Report.ListAsync(key, null, 100, default)).Select(rejection => (rejection.Line, rejection.Code))));
    }

    [Fact]
    public async Task An_import_whose_silo_dies_goes_on_from_its_checkpoint()
    {
        await using var bed = await ImportBed.StartAsync();
        var (reached, held) = (new Signal("two batches are applied"), new Signal("never"));
        bed.Trouble.Reading = (_, after) => Hold(after, reached, held);
        var key = bed.NextKey();
        await bed.UploadAsync(key, bed.File(Orders));
        await reached.WaitAsync();

        var first = bed.Cluster.SiloNames[0];
        await bed.Cluster.StartSiloAsync();
        await bed.Cluster.KillSiloAsync(first);
        var read = new Recorder<string?>("reads of the staging");
        bed.Trouble.Reading = (_, after) =>
        {
            read.Add(after);
            return Task.CompletedTask;
        };
        await bed.Import(key).ArmAsync();

        var import = await bed.EndOfAsync(key);
        Assert.Equal((ImportState.Succeeded, Orders, Orders), (import.State, import.Progress.Done, import.Progress.New));
        Assert.Equal("o0019", read.Entries[0]);
        Assert.Equal((7, Orders, Amount), await bed.TotalsAsync());
    }

    /// <summary>Nobody knows whether the write took place: the next activation reads what is true, and the watchdog wakes it.</summary>
    [Theory]
    [InlineData(Failure.BeforeCommit)]
    [InlineData(Failure.AfterCommit)]
    public async Task An_import_whose_checkpoint_fails_goes_on_by_the_watchdog(Failure failure)
    {
        await using var bed = await ImportBed.StartAsync();
        var left = 1;
        bed.Trouble.Writing = record => record.Progress.Done == 20 && Interlocked.Decrement(ref left) >= 0 ? failure : Failure.None;
        var key = bed.NextKey();
        await bed.UploadAsync(key, bed.File(Orders));

        var import = await bed.WatchUntilEndAsync(key);

        // A batch whose checkpoint was lost is applied again, and known by then.
        var again = failure == Failure.BeforeCommit ? 10 : 0;
        Assert.Equal((ImportState.Succeeded, Orders), (import.State, import.Progress.Done));
        Assert.Equal((Orders - again, 0, again), (import.Progress.New, import.Progress.Changed, import.Progress.Unchanged));
        Assert.Equal((7, Orders, Amount), await bed.TotalsAsync());
    }

    /// <summary>Every write of the record, from the first to the last, fails once.</summary>
    [Theory]
    [InlineData(Failure.BeforeCommit)]
    [InlineData(Failure.AfterCommit)]
    public async Task Whichever_write_fails_the_import_ends_and_counts_everything_once(Failure failure)
    {
        // The last one writes that the rows are deleted.
        for (var failing = 3; failing <= 10; failing++)
        {
            await using var bed = await ImportBed.StartAsync();
            var writes = 0;
            bed.Trouble.Writing = _ => Interlocked.Increment(ref writes) == failing ? failure : Failure.None;
            var key = bed.NextKey();
            try
            {
                await bed.UploadAsync(key, bed.File(Orders));
            }
            catch (Exception)
            {
                // Whoever uploads learns that it is not known how it ended, and uploads again.
                key = bed.NextKey();
                await bed.UploadAsync(key, bed.File(Orders));
            }

            var import = await bed.WatchUntilEndAsync(key);

            Assert.Equal((ImportState.Succeeded, Orders), (import.State, import.Progress.Done));
            Assert.Equal((7, Orders, Amount), await bed.TotalsAsync());
        }
    }

    [Fact]
    public async Task A_cancelled_import_stops_after_its_batch_and_keeps_what_it_applied()
    {
        await using var bed = await ImportBed.StartAsync();
        var (reached, held) = (new Signal("two batches are applied"), new Signal("the staging answers"));
        bed.Trouble.Reading = (_, after) => Hold(after, reached, held);
        var key = bed.NextKey();
        await bed.UploadAsync(key, bed.File(Orders));
        await reached.WaitAsync();

        var cancelling = bed.Import(key).CancelAsync();
        held.Set();
        var cancelled = await cancelling;

        Assert.Equal(ImportState.Cancelled, cancelled!.State);
        Assert.InRange(cancelled.Progress.Done, 20, 30);
        Assert.Equal(cancelled.Progress.Done, (await bed.TotalsAsync()).Purchases);
        Assert.Equal(cancelled, await bed.EndOfAsync(key) with { Definition = cancelled.Definition, File = cancelled.File, Progress = cancelled.Progress, Rejected = cancelled.Rejected });
        Assert.Equal(ImportState.Cancelled, (await bed.Import(key).CancelAsync())!.State);
    }

    [Fact]
    public async Task Imports_of_an_integration_apply_one_after_the_other_in_the_order_of_their_files()
    {
        await using var bed = await ImportBed.StartAsync();
        await bed.AddIntegrationAsync("other");
        var file = bed.File(Orders);
        var reads = new Recorder<string>("reads of the staging");
        var (reached, held) = (new Signal("the first has begun"), new Signal("the staging answers"));
        bed.Trouble.Reading = (key, after) =>
        {
            reads.Add(key.ImportId);
            return Hold(after, reached, held);
        };
        var imports = Enumerable.Range(0, 4).Select(_ => bed.NextKey()).ToArray();
        await bed.UploadAsync(imports[0], file);
        await reached.WaitAsync();
        bed.Trouble.Reading = (key, after) =>
        {
            reads.Add(key.ImportId);
            return key.IntegrationId == "other" ? Task.CompletedTask : held.Held();
        };

        // The later their ids, the earlier their files.
        foreach (var key in imports.Skip(1).Reverse())
        {
            bed.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(ImportState.Applying, (await bed.UploadAsync(key, file)).State);
        }

        var elsewhere = bed.NextKey("other");
        await bed.UploadAsync(elsewhere, bed.File(3));
        Assert.Equal(3, (await bed.EndOfAsync(elsewhere)).Progress.Done);
        Assert.Equal([imports[0].ImportId, elsewhere.ImportId], reads.Entries.Distinct());

        await bed.Import(imports[2]).CancelAsync();
        held.Set();
        Assert.Equal(Orders, (await bed.EndOfAsync(imports[1])).Progress.Unchanged);
        Assert.Equal([imports[0].ImportId, elsewhere.ImportId, imports[3].ImportId, imports[1].ImportId], reads.Entries.Distinct());
        Assert.Equal((ImportState.Cancelled, 0), ((await bed.EndOfAsync(imports[2])).State, (await bed.EndOfAsync(imports[2])).Progress.Done));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_a_failed_import_and_no_rows()
    {
        await using var bed = await ImportBed.StartAsync();
        var key = bed.NextKey();
        var file = bed.File(20_000);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => bed.UploadAsync(key, new BrokenStream(file, file.Length - 10)));

        Assert.Equal("upload_interrupted", refusal.Problem.Code);
        var import = await bed.EndOfAsync(key);
        Assert.Equal((ImportState.Failed, "upload_interrupted", 0), (import.State, import.Problem!.Code, import.Progress.Done));
        Assert.InRange(import.File.Lines, 1, 40_000);
        Assert.Equal(0, (await bed.TotalsAsync()).Purchases);

        Assert.Equal(Orders, (await bed.ImportAsync(bed.File(Orders))).Progress.New);
    }

    [Fact]
    public async Task A_file_that_nobody_receives_any_more_is_given_up()
    {
        await using var bed = await ImportBed.StartAsync();
        var key = bed.NextKey();
        await bed.Import(key).BeginAsync(new ImportDefinition(null, bed.Time.GetUtcNow()));

        await bed.Import(key).ArmAsync();

        Assert.Equal((ImportState.Failed, "upload_interrupted"), ((await bed.EndOfAsync(key)).State, (await bed.EndOfAsync(key)).Problem!.Code));
    }

    [Fact]
    public async Task A_file_that_is_refused_leaves_nothing_behind()
    {
        await using var bed = await ImportBed.StartAsync();
        foreach (var (content, code) in new (byte[], string)[]
        {
            ([.. Encoding.UTF8.GetBytes(bed.File(20_000)), 0xFF, 0xFE], "file_not_utf8"),
            ("another;header"u8.ToArray(), "file_column_missing"),
        })
        {
            var key = bed.NextKey();
            var refusal = await Assert.ThrowsAsync<StoreException>(() => bed.UploadAsync(key, new MemoryStream(content)));
            Assert.Equal(code, refusal.Problem.Code);
            Assert.Null(await bed.Import(key).GetStatusAsync());
            Assert.Null(await bed.Trouble.ReadAsync(key, default));
        }

        Assert.Empty(await bed.Trouble.OpenAsync(default));
    }

    [Fact]
    public async Task An_import_can_be_cancelled_while_its_file_comes()
    {
        await using var bed = await ImportBed.StartAsync();
        var key = bed.NextKey();
        var (reached, held) = (new Signal("half of the file has come"), new Signal("the rest comes"));
        var file = bed.File(20_000);
        var uploading = bed.UploadAsync(key, new BrokenStream(file, file.Length / 2, reached, held));
        await reached.WaitAsync();

        Assert.Equal(ImportState.Cancelled, (await bed.Import(key).CancelAsync())!.State);
        held.Set();

        Assert.Equal("import_cancelled", (await Assert.ThrowsAsync<StoreException>(() => uploading)).Problem.Code);
        Assert.Equal(ImportState.Cancelled, (await bed.EndOfAsync(key)).State);
        Assert.Equal(0, (await bed.TotalsAsync()).Purchases);
    }

    [Fact]
    public async Task A_platform_that_reads_no_files_says_so()
    {
        await using var bed = await ImportBed.StartAsync();
        await bed.AddIntegrationAsync("pulled", "magento");
        var key = bed.NextKey("pulled");
        Assert.Equal("import_not_supported", (await Assert.ThrowsAsync<StoreException>(() => bed.UploadAsync(key, bed.File(1)))).Problem.Code);
        Assert.Null(await bed.Import(key).GetStatusAsync());
    }

    [Fact]
    public async Task What_fails_again_and_again_ends_with_a_problem()
    {
        await using var bed = await ImportBed.StartAsync();
        bed.Trouble.Reading = (_, after) => after is null ? Task.CompletedTask : throw new IOException("made to fail");
        var key = bed.NextKey();
        await bed.UploadAsync(key, bed.File(Orders));

        var import = await bed.WatchUntilEndAsync(key);

        Assert.Equal((ImportState.Failed, "internal_error", 10), (import.State, import.Problem!.Code, import.Progress.Done));
    }

    [Fact]
    public async Task An_ended_import_is_removed_with_its_report_and_an_open_one_is_not()
    {
        await using var bed = await ImportBed.StartAsync();
        var (reached, held) = (new Signal("the import has begun"), new Signal("the staging answers"));
        bed.Trouble.Reading = (_, after) => Hold(after, reached, held);
        var key = bed.NextKey();
        await bed.UploadAsync(key, bed.File(Orders) + "\nrubbish");
        await reached.WaitAsync();
        Assert.False(await bed.Import(key).RemoveAsync());
        held.Set();
        await bed.EndOfAsync(key);
        Assert.Single(await bed.Report.ListAsync(key, null, 10, default));

        Assert.True(await bed.Import(key).RemoveAsync());

        Assert.Null(await bed.Import(key).GetStatusAsync());
        Assert.Empty(await bed.Report.ListAsync(key, null, 10, default));
    }

    /// <summary>Holds the reading of what comes after two batches.</summary>
    private static Task Hold(string? after, Signal reached, Signal held)
    {
        if (after != "o0019")
            return Task.CompletedTask;
        reached.Set();
        return held.Held();
    }
}
