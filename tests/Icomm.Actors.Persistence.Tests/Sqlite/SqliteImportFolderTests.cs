using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

/// <summary>The files that imports have in the data folder.</summary>
public sealed class SqliteImportFolderTests
{
    private static readonly ImportKey Key = new("acme", "shop", "import-1");

    [Fact]
    public async Task What_a_process_left_half_received_is_deleted_when_the_folder_is_opened()
    {
        await using var store = new SqliteFixture();
        await using (var receipt = await store.Staging.ReceiveAsync(Key, default))
        {
            await receipt.AddAsync([new StagedRow(2, "o1", "data")]);
            await receipt.CompleteAsync();
        }

        var folder = Path.Combine(store.Folder, "imports");
        var part = Path.Combine(folder, "acme.shop.import-2.part");
        await File.WriteAllTextAsync(part, "the rows of somebody whose process was killed");
        await store.ReopenAsync();
        Assert.Equal("o1", Assert.Single(await store.Staging.ReadAsync(Key, null, 10, default)).Key);
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task Nothing_of_an_import_stays_on_the_disk()
    {
        await using var store = new SqliteFixture(options => options with { Durability = Durability.PowerLoss });
        await using (var receipt = await store.Staging.ReceiveAsync(Key, default))
        {
            await receipt.AddAsync([new StagedRow(2, "o1", "data")]);
            await receipt.CompleteAsync();
        }

        await store.Report.AddAsync(Key, [new ImportRejection(3, null, "columns_missing", "few")], default);
        Assert.Equal(["acme.shop.import-1.report", "acme.shop.import-1.rows"], Files(store));

        await store.Staging.DeleteAsync(Key, default);
        await store.Report.DeleteAsync(Key, default);

        Assert.Empty(Files(store));
    }

    [Fact]
    public async Task A_damaged_file_is_called_damaged()
    {
        await using var store = new SqliteFixture();
        await store.Staging.DeleteAsync(Key, default);
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "imports", "acme.shop.import-1.rows"), new string('x', 40_000));
        Assert.Equal(PersistenceErrors.DatabaseCorrupt, (await Assert.ThrowsAsync<PersistenceException>(() => store.Staging.ReadAsync(Key, null, 1, default))).Code);
    }

    [Fact]
    public async Task No_key_leads_out_of_the_folder()
    {
        await using var store = new SqliteFixture();
        foreach (var id in new[] { "../x", "a/b", "a.b", "ñ" })
            await Assert.ThrowsAsync<ArgumentException>(() => store.Staging.DeleteAsync(new ImportKey("acme", "shop", id), default));
    }

    private static IEnumerable<string?> Files(SqliteFixture store) => Directory.EnumerateFiles(Path.Combine(store.Folder, "imports")).Select(Path.GetFileName).Order();
}
