using System.Globalization;
using Dapper;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>
/// The table <c>reminders</c>, A row's id is its ETag: it is new at every write and never given out again,
/// so a tag of a reminder that was removed and made anew never fits.
/// </summary>
internal sealed class SqlReminderTable(ISqlDatabase database) : IReminderTable
{
    private const string Columns = "SELECT id, grain_id AS grainId, name, start_at AS startAt, period FROM reminders";

    public Task StartAsync(CancellationToken cancellationToken = default) => database.OpenAsync(cancellationToken);

    public async Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} WHERE grain_id = @grain ORDER BY name", new { grain = grainId.ToString() }).AsList(), CancellationToken.None).ConfigureAwait(false);
        return new ReminderTableData(rows.Select(row => row.ToEntry()));
    }

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        var range = begin < end ? "grain_hash > @begin AND grain_hash <= @end" : "(grain_hash > @begin OR grain_hash <= @end)";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} WHERE {range}", new { begin = (long)begin, end = (long)end }).AsList(), CancellationToken.None).ConfigureAwait(false);
        return new ReminderTableData(rows.Select(row => row.ToEntry()));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} WHERE grain_id = @grain AND name = @reminderName", new { grain = grainId.ToString(), reminderName }),
            CancellationToken.None).ConfigureAwait(false);
        return row?.ToEntry();
    }

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (grain, hash, name, period) = (entry.GrainId.ToString(), entry.GrainId.GetUniformHashCode(), entry.ReminderName, entry.Period.Ticks);
        var startAt = Instant.Text(new DateTimeOffset(DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc)));
        return database.WriteAsync<string?>(
            session =>
            {
                session.Lock("reminder", grain, name);
                session.Statement("DELETE FROM reminders WHERE grain_id = ?1 AND name = ?2").Bind(1, grain).Bind(2, name).Execute();
                var insert = session.Statement("INSERT INTO reminders (grain_id, name, grain_hash, start_at, period) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id")
                    .Bind(1, grain).Bind(2, name).Bind(3, (long)hash).Bind(4, startAt).Bind(5, period);
                try
                {
                    insert.Step();
                    return insert.GetInt64(0).ToString(CultureInfo.InvariantCulture);
                }
                finally
                {
                    insert.Reset();
                }
            },
            CancellationToken.None);
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        if (!long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return Task.FromResult(false);
        var grain = grainId.ToString();
        return database.WriteAsync(
            session => session.Statement("DELETE FROM reminders WHERE grain_id = ?1 AND name = ?2 AND id = ?3").Bind(1, grain).Bind(2, reminderName).Bind(3, id).Execute() == 1,
            CancellationToken.None);
    }

    public Task TestOnlyClearTable() => database.WriteAsync(session => session.Statement("DELETE FROM reminders").Execute(), CancellationToken.None);

    private sealed record Row(long Id, string GrainId, string Name, string StartAt, long Period)
    {
        public ReminderEntry ToEntry() => new()
        {
            GrainId = Orleans.Runtime.GrainId.Parse(GrainId),
            ReminderName = Name,
            StartAt = Instant.Parse(StartAt).UtcDateTime,
            Period = TimeSpan.FromTicks(Period),
            ETag = Id.ToString(CultureInfo.InvariantCulture),
        };
    }
}
