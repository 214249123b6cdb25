using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Persistence.Tests.Postgres;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Icomm.Actors.Persistence.Transfer;
using Icomm.Actors.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Icomm.Actors.Persistence.Tests.Transfer;

/// <summary>From SQLite to PostgreSQL and back.</summary>
[NeedsPostgres]
public sealed class PostgresTransferTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("icomm-export-").FullName, "export");

    private string Back => _folder + "-back";

    /// <summary>Who adds a table or a column to one database alone learns it here, and who adds one that is not to move says so in <see cref="TransferTable.Moves"/>.</summary>
    [Fact]
    public async Task Both_databases_have_the_same_tables_columns_and_keys_to_move()
    {
        await using var sqlite = new SqliteFixture();
        await using var postgres = new PostgresFixture();
        var ours = (await TablesAsync(sqlite)).Select(Shape);
        var theirs = (await TablesAsync(postgres)).Select(Shape);
        Assert.Equal(ours, theirs);

        static string Shape(TransferTable table) =>
            $"{table.Name} ({string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Kind}").Order(StringComparer.Ordinal))}) by {string.Join(", ", table.Key)}";
    }

    [Fact]
    public async Task What_uploads_are_seen_as_is_what_their_tables_are()
    {
        await using var postgres = new PostgresFixture();
        Assert.Equal(
            ColumnsOf(UploadTables.Rows).Except(ColumnsOf(UploadTables.Files)).Append("file_key").Order(StringComparer.Ordinal),
            ((string)(await postgres.ScalarAsync(Columns("import_rows")))!).Split(','));
        Assert.Equal(ColumnsOf(UploadTables.Files).Append("file_key").Order(StringComparer.Ordinal), ((string)(await postgres.ScalarAsync(Columns("import_files")))!).Split(','));

        static IEnumerable<string> ColumnsOf(TransferTable table) => table.Columns.Select(column => column.Name);

        static string Columns(string table) =>
            $"SELECT string_agg(column_name, ',' ORDER BY column_name COLLATE \"C\") FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'";
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_database_filled_with_everything_comes_back_row_for_row(int seed)
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed, rows: 25, await WidthsAsync());
        var exported = await Transfers.ExportAsync(source, _folder);
        await using var postgres = PostgresTargetOf(source);
        await Transfers.ImportAsync(postgres, _folder);
        await postgres.ReopenAsync();
        var back = await Transfers.ExportAsync(postgres, Back);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, Back);

        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
        Assert.Equal(exported.Rows, back.Rows);
        Assert.NotEqual(exported.ExportId, back.ExportId);
        Assert.Equal(exported.Orders, Convert.ToString(await postgres.ScalarAsync("SELECT sum(order_count) FROM profiles"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task No_number_is_given_out_that_anything_is_kept_under()
    {
        await using var source = new SqliteFixture();
        await source.Database.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO published_contacts (publication_key, profile_key, fingerprint, as_of) VALUES (3, 500, 0, 0)");
                session.Execute("INSERT INTO rejected_records (id, account, integration_id, resource, raw_hash, run_id, code, reason, at, raw) VALUES (90, '', '', '', x'', '', '', '', '', '')");
                session.Execute("DELETE FROM rejected_records");
                return 0;
            },
            default);
        await Transfers.ExportAsync(source, _folder);
        await using var postgres = await NewPostgresTargetAsync(source);
        await Transfers.ImportAsync(postgres, _folder);
        Assert.Equal(501L, await NextAsync("profiles", "profile_key"));
        Assert.Equal(4L, await NextAsync("publications", "publication_key"));
        Assert.Equal(91L, await NextAsync("rejected_records", "id"));
        Assert.Equal(1L, await NextAsync("inboxes", "inbox_key"));

        Task<object?> NextAsync(string table, string column) => postgres.ScalarAsync($"SELECT nextval(pg_get_serial_sequence('{table}', '{column}'))");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_that_breaks_off_again_and_again_ends_as_one_that_did_not(bool inMidPart)
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 14, rows: 6, await WidthsAsync());
        await Transfers.ExportAsync(source, _folder);
        await using var postgres = PostgresTargetOf(source);
        var brokeOff = await Transfers.UntilDoneAsync(
            postgres,
            hooks => Transfers.ImportAsync(postgres, _folder, hooks: hooks),
            inMidPart,
            attempt => inMidPart ? 17 + 3 * attempt : 2);
        Assert.InRange(brokeOff, 5, 200);
        await AssertBackAsync(source, postgres);
    }

    [Fact]
    public async Task A_commit_that_is_not_confirmed_is_looked_up_by_the_next_run()
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 15, rows: 6, await WidthsAsync());
        await Transfers.ExportAsync(source, _folder);
        await using var postgres = PostgresTargetOf(source);
        var parts = 0;
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ImportAsync(postgres, _folder, hooks: hooks => hooks.OnPart = () =>
        {
            if (++parts == 4)
                postgres.FailNextCommit(afterCommit: true);
        }));
        Assert.Equal(PersistenceErrors.WriteOutcomeUnknown, error.Code);
        await postgres.ReopenAsync();
        await Transfers.ImportAsync(postgres, _folder);
        await AssertBackAsync(source, postgres);
    }

    [Fact]
    public async Task The_character_zero_is_refused_and_is_replaced_on_request()
    {
        await using var source = new SqliteFixture();
        await source.Database.WriteAsync(
            session =>
            {
                session.Statement("INSERT INTO profiles (profile_key, database_key, profile_id, version, order_count, purchase_count, first_name, state) VALUES (17, 1, 'p', 1, 0, 0, ?1, x'00')").Bind(1, "A\0n\0a").Execute();
                session.Statement("INSERT INTO rejected_records (account, integration_id, resource, raw_hash, run_id, code, reason, at, raw) VALUES ('', '', '', x'', '', '', '', '', ?1)").Bind(1, "raw\0").Execute();
                return 0;
            },
            default);
        var report = await Transfers.ExportAsync(source, _folder);
        await using var postgres = PostgresTargetOf(source);
        Assert.Equal("profiles.first_name (profile_key 17)", report.FirstZero);
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ImportAsync(postgres, _folder));
        Assert.Equal(PersistenceErrors.ExportValueUnusable, error.Code);
        Assert.Contains("profiles.first_name (profile_key 17)", error.Message, StringComparison.Ordinal);
        Assert.Contains("--replace-zeros", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await postgres.ScalarAsync("SELECT count(*) FROM profiles"));

        await source.ReopenAsync();
        report = await Transfers.ExportAsync(source, Back, replaceZeros: true);
        Assert.Equal((1L, null), (report.ReplacedTexts, report.FirstZero));
        await Transfers.ImportAsync(postgres, Back);
        Assert.Equal("A\uFFFDn\uFFFDa", await postgres.ScalarAsync("SELECT first_name FROM profiles"));
        Assert.Equal("raw\0"u8.ToArray(), await postgres.ScalarAsync("SELECT raw FROM rejected_records"));
    }

    [Fact]
    public async Task A_number_that_a_column_cannot_hold_is_refused()
    {
        await using var source = new SqliteFixture();
        await DatabaseFill.FillAsync(source, seed: 16, rows: 3, await WidthsAsync());
        await source.Database.WriteAsync(session => session.Statement("UPDATE enriched_profiles SET rfm_90 = 40000").Execute(), default);
        await Transfers.ExportAsync(source, _folder);
        await using var postgres = await NewPostgresTargetAsync(source);
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ImportAsync(postgres, _folder));
        Assert.Equal(PersistenceErrors.ExportValueUnusable, error.Code);
        Assert.Contains("enriched_profiles.rfm_90", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("40000", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_a_database_without_our_tables_is_refused_and_makes_none()
    {
        var connectionString = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var dataFolder = _folder + "-data";
        await using var nowhere = PostgresFixture.On(connectionString, options => options with { DataFolder = dataFolder });
        var error = await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(nowhere, _folder));
        Assert.Equal(PersistenceErrors.DatabaseMissing, error.Code);
        Assert.Contains($"/{new NpgsqlConnectionStringBuilder(connectionString).Database}: set Persistence:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await nowhere.ScalarAsync("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"));
        Assert.False(Directory.Exists(dataFolder));
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task Nothing_moves_while_a_silo_works_on_the_database()
    {
        await using var postgres = new PostgresFixture();
        await postgres.Database.OpenAsync(default);
        postgres.Services.GetRequiredService<DatabaseExport>().Patience = TimeSpan.Zero;
        await using (var silo = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { ApplicationName = PostgresConnection.ApplicationName, Pooling = false }.ConnectionString))
        {
            await silo.OpenAsync();
            Assert.Equal(PersistenceErrors.DatabaseInUse, (await Assert.ThrowsAsync<PersistenceException>(() => Transfers.ExportAsync(postgres, _folder))).Code);
        }

        postgres.Services.GetRequiredService<DatabaseExport>().Patience = DatabaseUse.Patience;
        await Transfers.ExportAsync(postgres, _folder);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private static Task<ImmutableArray<TransferTable>> TablesAsync(StoreFixture store) =>
        store.Services.GetRequiredService<ISqlDatabase>().ReadAsync(store.Services.GetRequiredService<ITransferDialect>().Tables, default);

    /// <summary>The tables of PostgreSQL, whose numbers may be smaller.</summary>
    private static async Task<ImmutableArray<TransferTable>> WidthsAsync()
    {
        await using var postgres = new PostgresFixture();
        return await TablesAsync(postgres);
    }

    private static PostgresFixture PostgresTargetOf(SqliteFixture source) => new(options => options.WithKeysOf(source.Folder));

    /// <summary>On a database that no test has had before, and none has afterwards.</summary>
    private static async Task<PostgresFixture> NewPostgresTargetAsync(SqliteFixture source) =>
        PostgresFixture.On(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), options => options.WithKeysOf(source.Folder));

    private async Task AssertBackAsync(SqliteFixture source, PostgresFixture postgres)
    {
        await postgres.ReopenAsync();
        await Transfers.ExportAsync(postgres, Back);
        await using var target = Transfers.TargetOf(source);
        await Transfers.ImportAsync(target, Back);
        Assert.Equal(await DatabaseContents.ReadAsync(source), await DatabaseContents.ReadAsync(target));
    }
}
