using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every reminder table must do.</summary>
public abstract class ReminderTableCompliance
{
    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_reminder_is_written_read_changed_and_removed()
    {
        await using var store = Open();
        var table = store.Reminders;
        await table.StartAsync(default);
        var grain = GrainId.Create("integration", "acme/i1");
        Assert.Null(await table.ReadRow(grain, "sync"));
        Assert.Empty((await table.ReadRows(grain)).Reminders);

        var start = new DateTime(2026, 11, 21, 18, 40, 1, 234, DateTimeKind.Utc);
        var first = await table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "sync", StartAt = start, Period = TimeSpan.FromHours(4) });
        var second = await table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "sync", StartAt = start.AddMinutes(1), Period = TimeSpan.FromHours(5) });
        Assert.NotEqual(first, second);
        var row = await table.ReadRow(grain, "sync");
        Assert.Equal((grain, "sync", start.AddMinutes(1), TimeSpan.FromHours(5), second), (row!.GrainId, row.ReminderName, row.StartAt, row.Period, row.ETag));
        Assert.Equal(DateTimeKind.Utc, row.StartAt.Kind);

        Assert.False(await table.RemoveRow(grain, "sync", first!));
        Assert.False(await table.RemoveRow(grain, "other", second!));
        Assert.False(await table.RemoveRow(grain, "sync", "nonsense"));
        Assert.True(await table.RemoveRow(grain, "sync", second!));
        Assert.False(await table.RemoveRow(grain, "sync", second!));
        Assert.Null(await table.ReadRow(grain, "sync"));
    }

    [Fact]
    public async Task A_tag_of_a_removed_reminder_never_fits_a_new_one()
    {
        await using var store = Open();
        var entry = new ReminderEntry { GrainId = GrainId.Create("integration", "acme/i1"), ReminderName = "sync", StartAt = Samples.Now.UtcDateTime, Period = TimeSpan.FromHours(4) };
        var old = await store.Reminders.UpsertRow(entry);
        Assert.True(await store.Reminders.RemoveRow(entry.GrainId, "sync", old!));
        await store.ReopenAsync();
        Assert.NotEqual(old, await store.Reminders.UpsertRow(entry));
        Assert.False(await store.Reminders.RemoveRow(entry.GrainId, "sync", old!));
    }

    [Fact]
    public async Task Ranges_exclude_their_beginning_include_their_end_and_wrap()
    {
        await using var store = Open();
        var grains = Enumerable.Range(0, 50).Select(i => GrainId.Create("integration", $"acme/i{i}")).OrderBy(grain => grain.GetUniformHashCode()).ToArray();
        foreach (var grain in grains)
            await store.Reminders.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = "sync", StartAt = Samples.Now.UtcDateTime, Period = TimeSpan.FromHours(4) });
        var (begin, end) = (grains[10].GetUniformHashCode(), grains[20].GetUniformHashCode());

        await Expect(begin, end, grains[11..21]);
        await Expect(end, begin, [.. grains[..11], .. grains[21..]]);
        await Expect(begin, begin, grains);
        await Expect(0, 0, grains);

        async Task Expect(uint from, uint to, GrainId[] expected)
        {
            var rows = (await store.Reminders.ReadRows(from, to)).Reminders;
            Assert.Equal(expected, rows.Select(row => row.GrainId).OrderBy(grain => grain.GetUniformHashCode()));
        }
    }

    [Fact]
    public async Task Reminders_of_a_grain_are_its_own_and_survive_reopening()
    {
        await using var store = Open();
        var (one, two) = (GrainId.Create("integration", "acme/i1"), GrainId.Create("integration", "acme/i10"));
        foreach (var (grain, name) in new[] { (one, "a"), (one, "b"), (two, "a") })
            await store.Reminders.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = Samples.Now.UtcDateTime, Period = TimeSpan.FromMinutes(1) });
        await store.ReopenAsync();
        Assert.Equal(["a", "b"], (await store.Reminders.ReadRows(one)).Reminders.Select(row => row.ReminderName));
        Assert.Single((await store.Reminders.ReadRows(two)).Reminders);
        await store.Reminders.TestOnlyClearTable();
        Assert.Empty((await store.Reminders.ReadRows(0, 0)).Reminders);
    }
}
