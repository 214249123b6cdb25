using System.Globalization;
using Icomm.Actors.Testing.Grains.Remote;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Reminders in memory, for either engine: give the same one to every silo, and reminders outlive them.</summary>
public sealed class FakeReminderTable(RemoteServer server) : IReminderTable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ReminderEntry> _rows = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Told of each row that was written, in the order of the writes.</summary>
    public Action<ReminderEntry>? Stored { get; set; }

    /// <summary>All rows, sorted by grain and name.</summary>
    public IReadOnlyList<ReminderEntry> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows.Values.Select(Copy)];
        }
    }

    /// <summary>Loses a row, as somebody with a SQL prompt might.</summary>
    public bool Lose(GrainId grain, string reminderName)
    {
        lock (_gate)
            return _rows.Remove(Key(grain, reminderName));
    }

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        server.CallAsync("read", grainId.ToString(), () => new ReminderTableData(Rows.Where(row => row.GrainId == grainId)));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => server.CallAsync("read", "all", () => new ReminderTableData(Rows.Where(row =>
    {
        var hash = row.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    })));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => server.CallAsync("read", Key(grainId, reminderName), () =>
    {
        lock (_gate)
            return _rows.TryGetValue(Key(grainId, reminderName), out var row) ? Copy(row) : null;
    });

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        var row = Copy(entry);
        return server.CallAsync<string?>("write", Key(row.GrainId, row.ReminderName), () =>
        {
            lock (_gate)
            {
                row.ETag = (++_version).ToString(CultureInfo.InvariantCulture);
                _rows[Key(row.GrainId, row.ReminderName)] = row;
                Stored?.Invoke(row);
                return row.ETag;
            }
        });
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => server.CallAsync("delete", Key(grainId, reminderName), () =>
    {
        lock (_gate)
            return _rows.TryGetValue(Key(grainId, reminderName), out var row) && row.ETag == eTag && _rows.Remove(Key(grainId, reminderName));
    });

    public Task TestOnlyClearTable()
    {
        lock (_gate)
            _rows.Clear();
        return Task.CompletedTask;
    }

    private static string Key(GrainId grain, string name) => $"{grain}|{name}";

    private static ReminderEntry Copy(ReminderEntry row) => new()
    {
        GrainId = row.GrainId,
        ReminderName = row.ReminderName,
        StartAt = row.StartAt,
        Period = row.Period,
        ETag = row.ETag,
    };
}
