using System.Net.Sockets;
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>A table that throws what Npgsql throws, seen through the product's manners.</summary>
public sealed class PatientReminderTableTests : IAsyncDisposable
{
    private static readonly GrainId Grain = GrainId.Parse("integration/acme/shop");

    private readonly ManualTimeProvider _time = new();
    private readonly PostgresDatabase _database;
    private readonly FailingTable _table = new();
    private readonly PatientReminderTable _patient;

    public PatientReminderTableTests()
    {
        _database = new PostgresDatabase(new PersistenceOptions { DataFolder = "unused", Provider = StoreProvider.Postgres, ConnectionString = "Host=nowhere" }, _time, NullLogger<PostgresDatabase>.Instance);
        _patient = new PatientReminderTable(_table, _database);
    }

    [Fact]
    public async Task A_server_that_restarts_is_a_delay()
    {
        _table.Failures = 3;
        var write = _patient.UpsertRow(new ReminderEntry { GrainId = Grain, ReminderName = "sync" });
        await _time.RunAsync(write, TimeSpan.FromSeconds(1));
        Assert.Equal("1", await write);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_said_to_be()
    {
        _table.Failures = int.MaxValue;
        var read = _patient.ReadRow(Grain, "sync");
        var error = await Assert.ThrowsAsync<PersistenceException>(() => _time.RunAsync(read, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)));
        Assert.Equal(PersistenceErrors.StoreBusy, error.Code);
    }

    [Fact]
    public async Task A_removal_whose_answer_was_lost_has_taken_place()
    {
        var tag = await _patient.UpsertRow(new ReminderEntry { GrainId = Grain, ReminderName = "sync" });
        _table.LosesAnswers = 1;
        var removal = _patient.RemoveRow(Grain, "sync", tag!);
        await _time.RunAsync(removal, TimeSpan.FromSeconds(1));
        Assert.True(await removal);
    }

    [Fact]
    public async Task Another_version_is_not_removed()
    {
        var former = await _patient.UpsertRow(new ReminderEntry { GrainId = Grain, ReminderName = "sync" });
        var tag = await _patient.UpsertRow(new ReminderEntry { GrainId = Grain, ReminderName = "sync" });
        Assert.False(await _patient.RemoveRow(Grain, "sync", former!));
        Assert.True(await _patient.RemoveRow(Grain, "sync", tag!));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Of one row.</summary>
    private sealed class FailingTable : IReminderTable
    {
        private ReminderEntry? _row;
        private int _version;

        /// <summary>Operations that fail before they are done.</summary>
        public int Failures { get; set; }

        /// <summary>Operations that are done, of which the caller doesn't hear.</summary>
        public int LosesAnswers { get; set; }

        public Task<ReminderTableData> ReadRows(GrainId grainId) => Do(() => new ReminderTableData(_row is { } row ? [row] : []));

        public Task<ReminderTableData> ReadRows(uint begin, uint end) => ReadRows(Grain);

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Do(() => _row);

        public Task<string?> UpsertRow(ReminderEntry entry) => Do<string?>(() =>
        {
            _row = entry;
            return _row.ETag = $"{++_version}";
        });

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Do(() =>
        {
            if (_row?.ETag != eTag)
                return false;
            _row = null;
            return true;
        });

        public Task TestOnlyClearTable() => Do(() => _row = null);

        private async Task<T> Do<T>(Func<T> operation)
        {
            await Task.Yield();
            if (Failures-- > 0)
                throw Broken();
            var result = operation();
            return LosesAnswers-- > 0 ? throw Broken() : result;
        }

        private static NpgsqlException Broken() => new("Exception while reading from stream", new IOException("closed", new SocketException((int)SocketError.ConnectionReset)));
    }
}
