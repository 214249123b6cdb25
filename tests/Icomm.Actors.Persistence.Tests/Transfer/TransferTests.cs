using System.IO.Compression;
using System.Text.Json.Nodes;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Icomm.Actors.Persistence.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Icomm.Actors.Persistence.Tests.Transfer;

/// <summary>What holds for any export and import, on the database that is everywhere.</summary>
public sealed class TransferTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("icomm-export-").FullName, "export");

    private string Manifest => Path.Combine(_folder, "manifest.json");

    [Fact]
    public async Task A_database_filled_with_everything_comes_back_row_for_row()
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 1, rows: 30);
        var report = await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        var imported = await Transfers.ImportAsync(target, _folder);

        var contents = await DatabaseContents.ReadAsync(source);
        Assert.All(contents, table => Assert.NotEmpty(table.Value));
        Assert.Equal(contents, await DatabaseContents.ReadAsync(target));
        Assert.Equal((report.ExportId, report.Orders), (imported.ExportId, imported.Orders));
        Assert.Equal(report.Rows, imported.Rows);
        Assert.Equal(contents["profiles"].Count, report.Rows["profiles"]);
        Assert.True(Directory.EnumerateFiles(_folder, "profiles-*").Count() > 1);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_were_given_out_are_not_given_out_again()
    {
        await using var source = new SqliteFixture();
        await source.Database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO inbox_messages (message_key, inbox_key, received_at, body) VALUES (70, 1, '', x'00')");
                session.Execute("DELETE FROM inbox_messages");
                return 0;
            },
            default);
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, _folder);
        var key = await target.Database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO inbox_messages (inbox_key, received_at, body) VALUES (1, '', x'00')");
                return session.LastInsertRowId;
            },
            default);
        Assert.Equal(71, key);
    }

    [Fact]
    public async Task A_profile_that_moved_is_written_on_at_its_version()
    {
        await using var source = new SqliteFixture();
        await MasterDataSamples.WriteProfileAsync(source, 1);
        await MasterDataSamples.WriteProfileAsync(source, 1, expectedVersion: 1);
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, _folder);
        await target.ReopenAsync();

        Assert.Equal(2, (await target.Profiles.ReadAsync(Samples.Key(1), default))!.Version);
        Assert.False((await target.Profiles.WriteAsync(Samples.Key(1), 1, new byte[] { 9 }, Samples.Nobody, null, default)).Succeeded);
        await MasterDataSamples.WriteProfileAsync(target, 1, expectedVersion: 2);
        await MasterDataSamples.WriteProfileAsync(target, 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_export_that_breaks_off_again_and_again_becomes_the_one_that_did_not(bool inMidPart)
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 2, rows: 8);
        var brokeOff = await Transfers.UntilDoneAsync(
            source,
            hooks => Transfers.ExportAsync(source, _folder, hooks: hooks),
            inMidPart,
            attempt => inMidPart ? 11 + attempt : 0);
        Assert.InRange(brokeOff, 10, 500);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, _folder);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
    }

    [Fact]
    public async Task An_export_goes_on_with_what_the_database_holds_by_then()
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 3, rows: 20);
        var parts = 0;
        await Assert.ThrowsAsync<Transfers.BrokenOff>(() => Transfers.ExportAsync(source, _folder, hooks: hooks => hooks.OnPart = () => Throw(++parts == 30)));
        var before = Directory.GetFiles(_folder).ToDictionary(file => file, File.ReadAllBytes);

        // Another row in the midst of a table that is written already, and one row fewer.
        await source.Database.WriteAsync(
            session =>
            {
                session.Execute("UPDATE accounts SET name = 'changed' WHERE account = (SELECT max(account) FROM accounts)");
                session.Execute("DELETE FROM api_keys WHERE key_id = (SELECT max(key_id) FROM api_keys)");
                return 0;
            },
            default);
        await source.ReopenAsync();
        await Transfers.ExportAsync(source, _folder);
        Assert.Contains(before, file => file.Key.EndsWith(".gz", StringComparison.Ordinal) && File.ReadAllBytes(file.Key).AsSpan().SequenceEqual(file.Value));
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, _folder);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));

        static void Throw(bool now)
        {
            if (now)
                throw new Transfers.BrokenOff();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_that_breaks_off_again_and_again_ends_as_one_that_did_not(bool inMidPart)
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 4, rows: 8);
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        var brokeOff = await Transfers.UntilDoneAsync(
            target,
            hooks => Transfers.ImportAsync(target, _folder, hooks: hooks),
            inMidPart,
            attempt => inMidPart ? 11 + attempt : 0);
        Assert.InRange(brokeOff, 10, 500);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
    }

    [Fact]
    public async Task No_silo_starts_on_a_database_that_is_imported_in_part_and_no_other_export_goes_into_it()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        await Assert.ThrowsAsync<Transfers.BrokenOff>(() => Transfers.ImportAsync(target, _folder, hooks: hooks => hooks.OnPart = () => throw new Transfers.BrokenOff()));

        await target.ReopenAsync();
        Assert.Equal(PersistenceErrors.ImportUnfinished, (await Assert.ThrowsAsync<PersistenceException>(StartAsync)).Code);
        Assert.Equal(PersistenceErrors.ImportUnfinished, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(target, _folder + "2"))).Code);
        await source.ReopenAsync();
        await Transfers.ExportAsync(source, _folder + "3");
        Assert.Equal(PersistenceErrors.ImportUnfinished, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ImportAsync(target, _folder + "3"))).Code);

        await Transfers.ImportAsync(target, _folder);
        await StartAsync();

        async Task StartAsync()
        {
            foreach (var service in target.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
                await service.StartingAsync(default);
        }
    }

    [Fact]
    public async Task A_part_that_was_changed_or_is_missing_is_refused_and_the_rest_goes_in_once_it_is_back()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        var part = Directory.EnumerateFiles(_folder, "profiles-*").Last();
        var bytes = await File.ReadAllBytesAsync(part);

        await File.WriteAllBytesAsync(part, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
        await RefusedAsync(target, PersistenceErrors.ExportUnreadable, Path.GetFileName(part));
        File.Delete(part);
        await RefusedAsync(target, PersistenceErrors.ExportUnreadable, Path.GetFileName(part));
        await File.WriteAllBytesAsync(part, bytes);
        await Transfers.ImportAsync(target, _folder);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
    }

    [Fact]
    public async Task Rows_that_somebody_wrote_meanwhile_are_found_by_the_verification()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        var parts = 0;
        var all = Directory.EnumerateFiles(_folder, "*.gz").Count();
        await RefusedAsync(
            target, PersistenceErrors.ImportNotEqual, "accounts",
            hooks => hooks.OnPart = () =>
            {
                if (++parts == all)
                    target.Database.WriteAsync(session => session.Statement("UPDATE accounts SET disabled_at = 'changed'").Execute(), default).Wait();
            });

        // And for ever: what was imported is not to be trusted.
        await RefusedAsync(target, PersistenceErrors.ImportNotEqual, "accounts");
    }

    [Fact]
    public async Task A_database_that_holds_something_is_not_imported_into()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        await MasterDataSamples.WriteProfileAsync(target, 1);
        await RefusedAsync(target, PersistenceErrors.DatabaseNotEmpty, "changed_profiles");
    }

    [Fact]
    public async Task An_export_is_imported_once()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, _folder);
        await RefusedAsync(target, PersistenceErrors.DatabaseNotEmpty, "accounts");
        await source.ReopenAsync();
        Assert.Equal(PersistenceErrors.ExportFolderUnusable, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(source, _folder))).Code);
    }

    [Fact]
    public async Task A_data_folder_without_the_keys_is_refused_before_it_gets_its_own()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using (var none = new SqliteFixture())
        {
            await RefusedAsync(none, PersistenceErrors.IdentityKeyUnusable, "identity.key");
            Assert.False(Directory.Exists(none.Folder));
        }

        await using (var other = new SqliteFixture())
        {
            other.Database.Open();
            await other.Database.DisposeAsync();
            await RefusedAsync(other, PersistenceErrors.IdentityKeyUnusable, "identity.key");
        }

        await using var half = Transfers.TargetOf(source);
        var key = Directory.EnumerateFiles(Path.Combine(half.Folder, "keys")).Single();
        File.Delete(key);
        await RefusedAsync(half, PersistenceErrors.SecretsUnreadable, Path.GetFileName(key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_of_a_folder_without_a_database_is_refused_and_begins_none(bool hasFolder)
    {
        await using var nowhere = new SqliteFixture();
        if (hasFolder)
            Directory.CreateDirectory(nowhere.Folder);
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(nowhere, _folder));
        Assert.Equal(PersistenceErrors.DatabaseMissing, error.Code);
        Assert.Contains($"{nowhere.Folder} has no database: set Persistence:DataFolder", error.Message, StringComparison.Ordinal);
        Assert.Equal(hasFolder, Directory.Exists(nowhere.Folder));
        Assert.False(hasFolder && Directory.EnumerateFileSystemEntries(nowhere.Folder).Any());
        Assert.False(Directory.Exists(_folder));

        // Once there is one, the same line works.
        await nowhere.ReopenAsync();
        nowhere.Database.Open();
        await Transfers.ExportAsync(nowhere, _folder);
    }

    [Theory]
    [InlineData("no json", PersistenceErrors.ExportUnreadable)]
    [InlineData("{}", PersistenceErrors.ExportUnreadable)]
    [InlineData("null", PersistenceErrors.ExportUnreadable)]
    [InlineData("""{"format":2}""", PersistenceErrors.ExportUnreadable)]
    public async Task A_manifest_that_is_none_is_refused(string manifest, string code)
    {
        await using var target = new SqliteFixture();
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Manifest, manifest);
        await RefusedAsync(target, code, "manifest.json");
        target.Database.Open();
        Assert.Equal(code, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(target, _folder))).Code);
    }

    [Fact]
    public async Task A_manifest_of_another_schema_or_of_files_elsewhere_is_refused()
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        var text = await File.ReadAllTextAsync(Manifest);
        await ChangedAsync(tables => tables.RemoveAt(0), PersistenceErrors.ExportSchemaDiffers, "table accounts");
        await ChangedAsync(tables => tables[0]!["columns"]!.AsArray().RemoveAt(1), PersistenceErrors.ExportSchemaDiffers, "accounts.version");
        await ChangedAsync(tables => tables[0]!["columns"]![1]!["kind"] = "Text", PersistenceErrors.ExportSchemaDiffers, "accounts.version");
        await ChangedAsync(tables => tables[0]!["name"] = "accounts; DROP TABLE profiles", PersistenceErrors.ExportSchemaDiffers, "accounts");
        await ChangedAsync(tables => tables[0]!["parts"]![0]!["file"] = "../elsewhere.gz", PersistenceErrors.ExportUnreadable, "manifest.json");

        async Task ChangedAsync(Action<JsonArray> change, string code, string named)
        {
            var manifest = JsonNode.Parse(text)!;
            change(manifest["tables"]!.AsArray());
            await File.WriteAllTextAsync(Manifest, manifest.ToJsonString());
            await RefusedAsync(target, code, named);
        }
    }

    [Theory]
    [InlineData("""["a",1,"name","key"]""")]
    [InlineData("""["a","1","name","key","2026",null]""")]
    [InlineData("""["a",1,"name","key","2026",null,7]""")]
    [InlineData("""["a",1.5,"name","key","2026",null]""")]
    [InlineData("""["a",9223372036854775808,"name","key","2026",null]""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_line_that_is_no_row_is_told_by_its_number(string line)
    {
        await using var source = await SmallAsync();
        await Transfers.ExportAsync(source, _folder);
        var part = Path.Combine(_folder, "accounts-00001.ndjson.gz");
        await using (var zip = new GZipStream(File.Create(part), CompressionLevel.Fastest))
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes("""["b",1,"other","other","2026",null]""" + "\n" + line + "\n"));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest))!;
        manifest["tables"]![0]!["parts"]![0]!["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(part)));
        await File.WriteAllTextAsync(Manifest, manifest.ToJsonString());
        await using var target = Transfers.TargetOf(source);
        await RefusedAsync(target, PersistenceErrors.ExportUnreadable, "line 2 of accounts-00001.ndjson.gz");
    }

    [Fact]
    public async Task An_export_that_broke_off_is_not_imported()
    {
        await using var source = await SmallAsync();
        await Assert.ThrowsAsync<Transfers.BrokenOff>(() => Transfers.ExportAsync(source, _folder, hooks: hooks => hooks.OnPart = () => throw new Transfers.BrokenOff()));
        await using var target = Transfers.TargetOf(source);
        await RefusedAsync(target, PersistenceErrors.ExportIncomplete, "run it again");
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        await using var source = await SmallAsync();
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "precious.txt"), "mine");
        Assert.Equal(PersistenceErrors.ExportFolderUnusable, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(source, _folder))).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(Directory.EnumerateFiles(_folder).Single()));
    }

    [Fact]
    public async Task A_cancelled_export_and_a_cancelled_import_go_on()
    {
        await using var source = await SmallAsync();
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transfers.ExportAsync(source, _folder, false, stop.Token, hooks => hooks.OnPart = stop.Cancel));
        await Transfers.ExportAsync(source, _folder);
        await using var target = Transfers.TargetOf(source);
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transfers.ImportAsync(target, _folder, stop.Token, hooks => hooks.OnPart = stop.Cancel));
        await Transfers.ImportAsync(target, _folder);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
    }

    [Fact]
    public async Task Errors_and_manifests_hold_nothing_that_was_stored()
    {
        await using var source = await SmallAsync();
        await source.Database.WriteAsync(session => session.Statement("UPDATE catalogue_items SET name = CAST(x'616E61406578616D706C652E636F6DFF' AS TEXT)").Execute(), default);
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(source, _folder));
        Assert.Equal(PersistenceErrors.ExportValueUnusable, error.Code);
        Assert.Contains("catalogue_items.name", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ana@", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ana@", await File.ReadAllTextAsync(Manifest), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private static async Task<SqliteFixture> SmallAsync()
    {
        var store = new SqliteFixture();
        await DatabaseFill.FillAsync(store, seed: 5, rows: 12);
        return store;
    }

    private async Task RefusedAsync(SqliteFixture target, string code, string named, Action<TransferHooks>? hooks = null)
    {
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ImportAsync(target, _folder, hooks: hooks));
        Assert.Equal(code, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
