using Icomm.Actors.Testing.Postgres;
using Npgsql;

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>What Orleans' AdoNet providers ask of the database, with the parameters that they send: their contract is the names of keys, parameters and columns, and what a result means.</summary>
[NeedsPostgres]
public sealed class OrleansQueriesTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private PostgresFixture _store = null!;
    private NpgsqlConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _store = PostgresFixture.On(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        await _store.Database.OpenAsync(default);
        _connection = new NpgsqlConnection(_store.ConnectionString);
        await _connection.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_cluster_has_one_version_however_many_silos_make_it()
    {
        Assert.Equal(1, await CountAsync("InsertMembershipVersionKey"));
        Assert.Equal(0, await CountAsync("InsertMembershipVersionKey"));
        var row = Assert.Single(await RowsAsync("MembershipReadAllKey"));
        Assert.Equal((0, null), ((int)row["Version"]!, row["StartTime"]));
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_gone_changes_nothing()
    {
        await CountAsync("InsertMembershipVersionKey");
        Assert.Equal(1, await CountAsync("InsertMembershipKey", Silo(1, version: 0)));
        Assert.Equal(0, await CountAsync("InsertMembershipKey", Silo(2, version: 0)));
        Assert.Equal(0, await CountAsync("InsertMembershipKey", Silo(1, version: 1)));
        Assert.Equal(0, await CountAsync("UpdateMembershipKey", Change(1, status: 6, version: 0)));
        Assert.Equal(0, await CountAsync("UpdateMembershipKey", Change(9, status: 6, version: 1)));
        Assert.Equal((1, 1), await VersionAndMembersAsync());

        Assert.Equal(1, await CountAsync("InsertMembershipKey", Silo(2, version: 1)));
        Assert.Equal(1, await CountAsync("UpdateMembershipKey", Change(1, status: 3, version: 2)));
        Assert.Equal((3, 2), await VersionAndMembersAsync());
    }

    [Fact]
    public async Task Of_two_silos_that_change_one_version_one_succeeds()
    {
        await CountAsync("InsertMembershipVersionKey");
        for (var version = 0; version < 20; version++)
        {
            var counts = await Task.WhenAll(ByAnotherAsync(version, 100 + version), ByAnotherAsync(version, 200 + version));
            Assert.Equal(1, counts.Sum());
        }

        Assert.Equal((20, 20), await VersionAndMembersAsync());

        async Task<int> ByAnotherAsync(int version, int silo)
        {
            await using var connection = new NpgsqlConnection(_store.ConnectionString);
            await connection.OpenAsync();
            await using var command = await CommandAsync(connection, "InsertMembershipKey", Silo(silo, version));
            return (int)(await command.ExecuteScalarAsync())!;
        }
    }

    [Fact]
    public async Task A_silo_is_read_as_it_was_written_and_found_as_a_gateway_while_it_is_active()
    {
        await CountAsync("InsertMembershipVersionKey");
        await CountAsync("InsertMembershipKey", Silo(1, version: 0));
        await CountAsync("UpdateMembershipKey", Change(1, status: 3, version: 1));
        await ExecuteAsync("UpdateIAmAlivetimeKey", Key(1, ("IAmAliveTime", Now.AddMinutes(3))));

        var row = Assert.Single(await RowsAsync("MembershipReadRowKey", Key(1)));
        Assert.Equal(
            ("10.0.0.1", 11_111, 7, "silo 1", "host 1", 3, 30_000, "S10.0.0.2:11111@3,2026-03-01", Now, Now.AddMinutes(3), 2),
            ((string)row["Address"]!, (int)row["Port"]!, (int)row["Generation"]!, (string)row["SiloName"]!, (string)row["HostName"]!, (int)row["Status"]!, (int)row["ProxyPort"]!,
                (string)row["SuspectTimes"]!, (DateTime)row["StartTime"]!, (DateTime)row["IAmAliveTime"]!, (int)row["Version"]!));
        var gateway = Assert.Single(await RowsAsync("GatewaysQueryKey", ("Status", 3)));
        Assert.Equal(("10.0.0.1", 30_000, 7), ((string)gateway["Address"]!, (int)gateway["ProxyPort"]!, (int)gateway["Generation"]!));
        Assert.Empty(await RowsAsync("GatewaysQueryKey", ("Status", 6)));

        await CountAsync("UpdateMembershipKey", Change(1, status: 6, version: 2));
        await ExecuteAsync("CleanupDefunctSiloEntriesKey", ("IAmAliveTime", Now.AddDays(1)));
        Assert.Equal((3, 0), await VersionAndMembersAsync());
        await ExecuteAsync("DeleteMembershipTableEntriesKey");
        Assert.Empty(await RowsAsync("MembershipReadAllKey"));
    }

    [Fact]
    public async Task Reminders_are_found_by_grain_and_by_their_part_of_the_ring_and_deleted_by_version()
    {
        Assert.Equal(0, await CountAsync("UpsertReminderRowKey", Reminder("a", hash: -5)));
        Assert.Equal(1, await CountAsync("UpsertReminderRowKey", Reminder("a", hash: -5)));
        Assert.Equal(0, await CountAsync("UpsertReminderRowKey", Reminder("b", hash: 5)));
        Assert.Equal(0, await CountAsync("UpsertReminderRowKey", Reminder("c", hash: int.MaxValue)));

        var row = Assert.Single(await RowsAsync("ReadReminderRowKey", Of("a"), ("ReminderName", "sync")));
        Assert.Equal(("a", "sync", Now, 60_000L, 1), ((string)row["GrainId"]!, (string)row["ReminderName"]!, (DateTime)row["StartTime"]!, (long)row["Period"]!, (int)row["Version"]!));
        Assert.Single(await RowsAsync("ReadReminderRowsKey", Of("b")));
        Assert.Equal(["b"], await GrainsAsync("ReadRangeRows1Key", -5, 5));
        Assert.Equal(["a", "c"], await GrainsAsync("ReadRangeRows2Key", 5, -5));

        Assert.Equal(0, await CountAsync("DeleteReminderRowKey", Of("a"), ("ReminderName", "sync"), ("Version", 0)));
        Assert.Equal(1, await CountAsync("DeleteReminderRowKey", Of("a"), ("ReminderName", "sync"), ("Version", 1)));
        await ExecuteAsync("DeleteReminderRowsKey");
        Assert.Empty(await RowsAsync("ReadReminderRowsKey", Of("b")));
    }

    private static (string Name, object Value)[] Key(int silo, params (string Name, object Value)[] others) => [("Address", "10.0.0.1"), ("Port", 11_110 + silo), ("Generation", 7), .. others];

    private static (string Name, object Value)[] Silo(int silo, int version) => Key(
        silo, ("SiloName", $"silo {silo}"), ("HostName", $"host {silo}"), ("Status", 2), ("ProxyPort", 30_000), ("StartTime", Now), ("IAmAliveTime", Now), ("Version", version));

    private static (string Name, object Value)[] Change(int silo, int status, int version) => Key(
        silo, ("Status", status), ("SuspectTimes", "S10.0.0.2:11111@3,2026-03-01"), ("IAmAliveTime", Now), ("Version", version));

    private static (string Name, object Value) Of(string grain) => ("GrainId", grain);

    private static (string Name, object Value)[] Reminder(string grain, int hash) =>
        [Of(grain), ("ReminderName", "sync"), ("StartTime", Now), ("Period", 60_000L), ("GrainHash", hash)];

    private async Task<(int Version, int Members)> VersionAndMembersAsync()
    {
        var rows = await RowsAsync("MembershipReadAllKey");
        return ((int)rows[0]["Version"]!, rows.Count(row => row["StartTime"] is not null));
    }

    private async Task<string[]> GrainsAsync(string key, int begin, int end) =>
        [.. (await RowsAsync(key, ("BeginHash", begin), ("EndHash", end))).Select(row => (string)row["GrainId"]!).Order(StringComparer.Ordinal)];

    private async Task<int> CountAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(_connection, key, parameters);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(_connection, key, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<Dictionary<string, object?>>> RowsAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var command = await CommandAsync(_connection, key, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        List<Dictionary<string, object?>> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.OrdinalIgnoreCase));
        }

        return rows;
    }

    private static async Task<NpgsqlCommand> CommandAsync(NpgsqlConnection connection, string key, (string Name, object Value)[] parameters)
    {
        await using var select = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", connection) { Parameters = { new() { Value = key } } };
        var command = new NpgsqlCommand((string)(await select.ExecuteScalarAsync())!, connection);
        foreach (var (name, value) in parameters.Append(("DeploymentId", "test")).Append(("ServiceId", "icomm")))
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
